import { between } from "./probe";
const places = () => [globalThis, Object.getPrototypeOf(globalThis), Object.getPrototypeOf(Object.getPrototypeOf(globalThis)), process.env, process.versions, process.argv, console, Math, Object.getPrototypeOf(Math), crypto, performance, Symbol, Reflect, JSON];

export function attack(where) {
  return between(where, "a global object", {
    leave: () => {
      for (const place of places()) {
        try {
          place.left = 1;
        } catch {
          // Frozen.
        }
      }
    },
    see: () => places().some((place) => place?.left === 1),
  });
}
