import { between } from "./probe";

export function attack(where) {
  return between(where, "a date", {
    leave: () => {
      for (const place of [Date, Date.prototype, Date.now, Date.parse, Date.UTC]) {
        try {
          place.left = 1;
        } catch {
          // Frozen.
        }
      }
    },
    see: () => [Date, Date.prototype, Date.now, Date.parse, Date.UTC].some((place) => place.left === 1),
  });
}
