export const a: 5 = "\u001b[2J\u202e::error::POISON" as "\u001b[2J\u202e::error::POISON";
export const b: { x: 1 } = { "\n::notice::POISON\n": 1, "# POISON": 2, "<img src=x onerror=POISON>": 3, "##[error]POISON": 4, "[POISON](http://x)": 5, "@POISON": 6 };
export type C = "\n::error::POISON";
export const d: C = "\r##[group]POISON";

export function attack() {}
