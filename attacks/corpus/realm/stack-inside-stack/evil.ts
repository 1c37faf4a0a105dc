import { climb } from "./probe";

export function attack() {
  const met = [];
  class Nested extends Error {
    toString() {
      try {
        return new Nested("x").stack;
      } catch (thrown) {
        met.push(thrown);
        throw thrown;
      }
    }
  }
  try {
    met.push(new Nested("x").stack);
  } catch (thrown) {
    met.push(thrown);
  }
  for (const value of met.slice(0, 1000)) climb(value, "a stack inside a stack");
}
