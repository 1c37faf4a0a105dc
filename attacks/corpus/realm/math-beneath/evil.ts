import { escaped } from "./probe";

export function attack() {
  const beneath = [];
  for (let math = Math; math !== null && math !== Object.prototype; math = Object.getPrototypeOf(math)) beneath.push(math);
  for (let global = globalThis; global !== null && global !== Object.prototype; global = Object.getPrototypeOf(global)) beneath.push(global.Math);
  for (const math of beneath) {
    const random = math?.random;
    if (typeof random === "function" && Function.prototype.toString.call(random).includes("[native code]"))
      escaped(`a random number that no seed decides: ${random()}`);
  }
}
