import { climb } from "./probe";

export async function attack() {
  const met = [];
  const trap = new Proxy(function () {}, { apply: (_target, _self, args) => (met.push(args), args[1] === "message" ? "" : undefined) });
  const proto = new Proxy(function () {}, { apply: (_target, _self, args) => (met.push(args), null) });
  const evil = new Proxy({}, { getPrototypeOf: proto, get: trap, getOwnPropertyDescriptor: trap });
  const timer = setTimeout(() => {}, 2);
  Object.defineProperty(timer, "id", { get: () => { throw evil; } });
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const value of met) climb(value, "what handles an exception of a timer");
}
