import { atTheLimit } from "./probe";

export function attack() {
  for (const method of ["log", "trace", "dir", "table", "group", "count", "assert"])
    atTheLimit(`console.${method}`, () => console[method](false, { a: [new Error("x")] }));
}
