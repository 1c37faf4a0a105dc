import { climb } from "./probe";

export async function attack() {
  const met = [];
  const trap = new Proxy(function () {}, { apply: (_target, _self, args) => (met.push(args), undefined) });
  const exotic = new Proxy(function () {}, { getPrototypeOf: trap, get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, apply: (_target, self, args) => (met.push(self, args), 7) });
  const timers = [setTimeout(() => {}, 2), setInterval(() => {}, 2)];
  for (const timer of timers) {
    try {
      Object.defineProperty(timer, "id", { get: () => exotic, set() {} });
      timer.refresh();
      clearTimeout(exotic);
    } catch (thrown) {
      met.push(thrown);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const value of met) climb(value, "the number of a timer");
}
