import { atTheLimit } from "./probe";

export function attack() {
  const timer = setTimeout(() => {}, 5);
  atTheLimit("setTimeout", () => clearTimeout(setTimeout(() => {}, 1)));
  atTheLimit("refresh", () => timer.refresh());
  atTheLimit("queueMicrotask", () => queueMicrotask(() => {}));
  atTheLimit("setImmediate", () => clearImmediate(setImmediate(() => {})));
  clearTimeout(timer);
}
