import { climb } from "./probe";

export function attack() {
  const spy = new Proxy(function () {}, {
    apply: (_target, self, args) => (climb(args, "a trap"), climb(self, "a trap")),
    get: (_target, key) => (typeof key === "symbol" ? undefined : spy),
    getPrototypeOf: () => Error.prototype,
  });
  const trap = new Proxy(function () {}, { apply: (_target, _self, args) => (climb(args, "a trap"), null) });
  Promise.reject(new Proxy({}, { getPrototypeOf: trap, get: trap }));
  for (const value of [spy, Object.defineProperty(new Error("x"), "stack", { get: () => spy })]) {
    const timer = setTimeout(() => {}, 1);
    Object.defineProperty(timer, "id", { get: () => { throw value; } });
  }
  queueMicrotask(() => {
    throw spy;
  });
  return new Promise((resolve) => setTimeout(resolve, 5));
}
