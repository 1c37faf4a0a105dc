import { climb } from "./probe";

export async function attack() {
  const met = [];
  const thenable = { then: (...args) => (met.push(...args), args[0]({ value: "x" })) };
  async function* numbers() {
    yield thenable;
    yield* { [Symbol.asyncIterator]: () => ({ next: (...args) => (met.push(...args), thenable), return: (...args) => (met.push(...args), thenable) }) };
  }
  let rounds = 0;
  for await (const value of numbers()) {
    met.push(value);
    if (rounds++ > 3) break;
  }
  met.push(await Promise.race([thenable, Promise.any([thenable]), Promise.allSettled([thenable])]));
  for (const value of met) climb(value, "a thenable");
  return undefined;
}
