import { climb, escaped } from "./probe";

export function attack() {
  const kinds = [function () {}, function* () {}, async function () {}, async function* () {}].map((one) => Object.getPrototypeOf(one).constructor);
  const text = "return typeof process + typeof globalThis";
  for (const make of [
    ...kinds.map((kind) => () => kind(text)()), ...kinds.map((kind) => () => Reflect.construct(kind, [text])()),
    () => (0, eval)("this"), () => globalThis.eval("this"), () => setTimeout("x = 1"), () => new (class extends Function {})(text),
    () => [].constructor.constructor(text)(), () => Reflect.apply(eval, undefined, ["this"]), () => new kinds[0]("a = import('fs')", text),
  ]) {
    let made;
    try {
      made = make();
    } catch (thrown) {
      climb(thrown, "code from a string");
      continue;
    }
    if (made !== undefined) escaped("code was made of a string");
  }
}
