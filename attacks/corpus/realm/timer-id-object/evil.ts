import { escaped } from "./probe";

export async function attack() {
  let reads = 0;
  const exotic = { [Symbol.toPrimitive]: () => 7, toString: () => (reads++, "7") };
  const timer = setTimeout(() => {}, 2);
  Object.defineProperty(timer, "id", { get: () => exotic, set() {} });
  let fired = false;
  const refused = (() => {
    try {
      timer.refresh();
      return false;
    } catch {
      return true;
    }
  })();
  await new Promise((resolve) => setTimeout(() => resolve((fired = true)), 20));
  if (!refused && timer.id === exotic && reads > 0) escaped("the kit has read an object as the number of a timer");
}
