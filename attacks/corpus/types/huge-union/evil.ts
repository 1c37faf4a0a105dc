type D = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type Four = `${D}${D}${D}${D}`;
type Five = `a${Four}` | `b${Four}` | `c${Four}` | `d${Four}`;
export const x: Record<Five, Four> = {} as Record<Four, Five>;
export const y: { [K in Five]: { [L in Four]: K } }["a0000"] = 5;

export function attack() {}
