import { climb, foreignTop } from "./probe";

export async function attack() {
  const met = [];
  const spy = () =>
    new Proxy(function () {}, {
      get: (_target, key) => (typeof key === "symbol" ? undefined : spy()),
      apply: (_target, self, args) => {
        met.push(args);
        climb(args, "what handles an exception of a timer");
        return undefined;
      },
    });
  const timer = setTimeout(() => {}, 2);
  Object.defineProperty(timer, "id", { get: () => { throw spy(); } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const value of met) if (foreignTop(value) !== undefined) climb(value, "a timer");
}
