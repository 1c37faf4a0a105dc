import { climb } from "./probe";

export async function attack({ ends, side }) {
  if (side === "server") return { value: "" };
  const met = [];
  const spy = new Proxy(function () {}, { apply: (_t, self, args) => (met.push(self, args), true), construct: (_t, args) => (met.push(args), {}), get: (_t, key) => (key === "prototype" ? {} : undefined) });
  class List extends Array {
    static get [Symbol.species]() {
      return spy;
    }
  }
  class Later extends Promise {
    static get [Symbol.species]() {
      return spy;
    }
    then(...args) {
      met.push(...args);
      return super.then(...args);
    }
  }
  const strange = Object.assign(List.from([1, 2]), { constructor: spy });
  Object.defineProperty(strange, Symbol.isConcatSpreadable, { value: true });
  Object.defineProperty(strange, Symbol.toStringTag, { get: () => (met.push(strange), "Error") });
  for (const go of [() => console.log(strange, { constructor: { [Symbol.hasInstance]: spy } }), () => structuredClone(strange), () => ends[0].call("get", strange), () => Later.resolve(1), () => setTimeout(spy, 1)]) {
    try {
      await go();
    } catch (thrown) {
      met.push(thrown);
    }
  }
  for (const value of met) climb(value, "a species");
  return Later.resolve({ value: "" });
}
