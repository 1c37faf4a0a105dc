import { between } from "./probe";

export function attack(where) {
  return between(where, "a mark on $tick", {
    leave: () => {
      $tick.mark = "POISON";
    },
    see: () => $tick.mark !== undefined,
    tidy: () => {
      delete $tick.mark;
    },
  });
}
