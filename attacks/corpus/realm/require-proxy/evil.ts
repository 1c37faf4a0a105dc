import { climb, tryOut } from "./probe";

export function attack() {
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => "./none" : key === "startsWith" ? () => true : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), "./none"),
  });
  let reads = 0;
  const turning = { startsWith: () => reads++ < 1, replace: () => "", toString: () => (reads++ % 2 ? "fs" : "./none") };
  for (const name of [spy, turning, Symbol("x"), 10n, () => "./none", ["./none"], new String("./none"), null, undefined, 5, true])
    tryOut("require", () => require(name));
  for (const value of met) climb(value, "require");
}
