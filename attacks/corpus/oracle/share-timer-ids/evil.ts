import { between } from "./probe";

export function attack(where) {
  return between(where, "the numbers of timers", {
    leave: () => {
      for (let i = 0; i < 50; i++) clearTimeout(setTimeout(() => {}, 1));
    },
    see: () => Number(setTimeout(() => {}, 1)) > 40,
  });
}
