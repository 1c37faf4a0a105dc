import { between } from "./probe";
const original = Function.prototype.bind;

export function attack(where) {
  return between(where, "a slot of a built-in", {
    leave: () => {
      Function.prototype.bind = Object.assign(() => original, { left: 1 });
    },
    see: () => Function.prototype.bind.left === 1,
    tidy: () => {
      Function.prototype.bind = original;
    },
  });
}
