import { between } from "./probe";

export function attack(where) {
  return between(where, "the last match of a RegExp", {
    leave: () => {
      /(left)/.exec("left");
    },
    see: () => [RegExp.$1, RegExp.lastMatch, RegExp["$&"], RegExp.input].includes("left"),
  });
}
