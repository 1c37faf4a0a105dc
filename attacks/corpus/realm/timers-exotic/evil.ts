import { setTimeout as sleep } from "node:timers/promises";
import { climb, tryOut } from "./probe";

export async function attack() {
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => 1 : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), 1),
  });
  const signal = { aborted: false, reason: spy, addEventListener: spy };
  for (const value of [spy, { valueOf: () => 1 }, "1", NaN, Infinity, -5, 2 ** 40, null, [], 1n, Symbol("x"), Object.create(setTimeout(spy).constructor.prototype)]) {
    for (const go of [
      () => setTimeout(spy, value), () => setTimeout(value, 1), () => clearTimeout(value), () => setImmediate(spy, value),
      () => clearInterval(setInterval(() => {}, value)), () => sleep(value, spy, { signal }), () => AbortSignal.timeout(value), () => process.nextTick(spy, value),
    ])
      tryOut("a timer", go);
  }
  await sleep(5);
  for (const value of met) climb(value, "a timer");
}
