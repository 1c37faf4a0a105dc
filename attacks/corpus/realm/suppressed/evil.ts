import { climb } from "./probe";

export function attack() {
  const spy = new Proxy(function () {}, { apply: (_t, self, args) => (climb(args, "a suppressed error"), climb(self, "a suppressed error")), get: (_t, key) => (typeof key === "symbol" ? undefined : spy) });
  const error = new Error("x");
  error.name = "SuppressedError";
  error.error = spy;
  Object.defineProperty(error, "suppressed", { get: () => new Proxy(new Error("y"), { getPrototypeOf: () => Error.prototype, get: (target, key) => (key === "stack" ? spy : Reflect.get(target, key)) }) });
  throw error;
}
