import { between } from "./probe";
const original = Object.prototype.valueOf;


export function attack(where) {
  return between(where, "a slot of a built-in", {
    leave: () => {
      Object.prototype.valueOf = Object.assign(() => 1, { left: 1 });
    },
    see: () => Object.prototype.valueOf.left === 1,
    tidy: () => {
      Object.prototype.valueOf = original;
    },
  });
}
