import { climb } from "./probe";

let met = [];

export async function attack() {
  const trap = new Proxy(function () {}, {
    apply: (_target, self, args) => {
      met.push(self, args, ...args);
      climb(args, "a trap of a rejection's reason");
      return null;
    },
  });
  Promise.reject(new Proxy({}, { getPrototypeOf: trap, get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap }));
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const value of met) climb(value, "a rejection");
}
