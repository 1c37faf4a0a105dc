import { between } from "./probe";

export function attack(where) {
  return between(where, "a flag of a built-in", {
    leave: () => {
      Object.defineProperty(Object.prototype, "toLocaleString", { enumerable: true });
    },
    see: () => Object.propertyIsEnumerable.call(Object.prototype, "toLocaleString"),
    tidy: () => {
      Object.defineProperty(Object.prototype, "toLocaleString", { enumerable: false });
    },
  });
}
