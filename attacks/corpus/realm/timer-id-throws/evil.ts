import { climb } from "./probe";

export async function attack() {
  const trap = new Proxy(function () {}, { apply: (_target, _self, args) => (climb(args, "what handles an exception of a timer"), null) });
  const evil = new Proxy({}, { getPrototypeOf: trap, get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap });
  const timer = setTimeout(() => {}, 2);
  Object.defineProperty(timer, "id", { get: () => { throw evil; } });
  await new Promise((resolve) => setTimeout(resolve, 20));
}
