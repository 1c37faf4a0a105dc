import { between } from "./probe";
const hidden = () => [Object.getPrototypeOf([].values().map((x) => x)), Object.getPrototypeOf(Iterator.from({ next() {} }))];

export function attack(where) {
  return between(where, "the prototype of iterator helpers", {
    leave: () => {
      for (const one of hidden()) one.left = 1;
    },
    see: () => hidden().some((one) => one.left === 1),
    tidy: () => {
      for (const one of hidden()) delete one.left;
    },
  });
}
