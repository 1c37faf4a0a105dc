import { climb } from "./probe";

let count = 0;

export function attack() {
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === "then" ? undefined : typeof key === "symbol" ? undefined : spy),
    apply: (_target, self, args) => (climb(args, "an error's method"), climb(self, "an error's method"), spy),
    getPrototypeOf: () => Error.prototype,
  });
  const made = new Error("x");
  for (const key of ["name", "message", "stack", "cause", "code", "toJSON", "then"])
    Object.defineProperty(made, key, { enumerable: true, get: () => (key === "then" ? undefined : spy) });
  const things = [spy, made, Object.freeze(Object.create(Error.prototype)), new Proxy(made, {}), () => spy, Symbol("x"), 5n, null, undefined];
  throw things[count++ % things.length];
}
