import { between } from "./probe";
const tag = (strings) => strings;
const place = () => tag`one place`;
const weak = (class { constructor(object) { return object; } });
class Stamp extends weak {
  #left = 1;
  static has(object) {
    return #left in object;
  }
}

export function attack(where) {
  return between(where, "the array of a template", {
    leave: () => {
      new Stamp(place());
      try {
        place().left = 1;
      } catch {
        // Frozen.
      }
      try {
        place().raw.left = 1;
      } catch {
        // Frozen.
      }
    },
    see: () => Stamp.has(place()) || place().left === 1 || place().raw.left === 1,
  });
}
