import { climb } from "./probe";

export function attack() {
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === "length" ? 5 : key === Symbol.toPrimitive ? () => "x" : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), spy),
  });
  const date = new Date(0);
  Object.defineProperty(date, "toISOString", { value: () => spy });
  console.dir(date);
  console.table(date);
  for (const value of met) climb(value, "console.dir");
}
