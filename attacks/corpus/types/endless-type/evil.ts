type Grow<T extends unknown[]> = T["length"] extends 1e9 ? T : Grow<[...T, ...T, 0]>;
type Text<T extends string> = Text<`${T}${T}x`>;
export type A = Grow<[0]>;
export const b: Text<"x"> = "x";
export const c: Grow<[0]> = 5;

export function attack() {}
