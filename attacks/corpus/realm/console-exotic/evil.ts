import { climb } from "./probe";

export function attack() {
  const met = [];
  const note = (...values) => (met.push(...values), "x");
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? note : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), "x"),
    getPrototypeOf: () => Error.prototype,
    ownKeys: () => [],
  });
  const named = class {};
  Object.defineProperty(named, "name", { value: spy });
  const error = new Error("x");
  Object.defineProperty(error, "stack", { get: () => spy });
  const values = [
    spy, error, new named(), Symbol("s"), 5n, new Proxy([], { get: () => spy }), Object.create(null), new Map([[spy, spy]]),
    { [Symbol.for("nodejs.util.inspect.custom")]: note }, { toJSON: note, toString: note, valueOf: note }, new Proxy(new Date(0), {}),
  ];
  for (const method of Object.keys(console)) {
    for (const value of values) {
      for (const args of [[value], ["%s %d %j %o %O %i %f %%", value, value, value, value, value], [value, value]]) {
        try {
          console[method](...args);
        } catch (thrown) {
          met.push(thrown);
        }
      }
    }
  }
  for (const value of met) climb(value, "the console");
}
