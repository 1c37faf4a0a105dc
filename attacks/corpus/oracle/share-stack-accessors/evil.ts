import { between } from "./probe";
const hidden = () => { const found = Object.getOwnPropertyDescriptor(new Error("x"), "stack") ?? {}; return [found.get, found.set].filter((one) => typeof one === "function"); };

export function attack(where) {
  return between(where, "the functions behind an error’s stack", {
    leave: () => {
      for (const one of hidden()) one.left = 1;
    },
    see: () => hidden().some((one) => one.left === 1),
    tidy: () => {
      for (const one of hidden()) delete one.left;
    },
  });
}
