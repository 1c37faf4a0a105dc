import { climb, tryOut } from "./probe";

export function attack() {
  const met = [];
  const take = (error, sites) => {
    met.push(error, sites, ...sites);
    for (const site of sites) for (const key of ["getThis", "getFunction", "getTypeName", "getEvalOrigin"]) met.push(site[key]?.());
    return "";
  };
  tryOut("prepareStackTrace", () => (Error.prepareStackTrace = take));
  tryOut("prepareStackTrace", () => Object.defineProperty(Error, "prepareStackTrace", { value: take }));
  tryOut("prepareStackTrace", () => Object.defineProperty(Function.prototype, "prepareStackTrace", { value: take }));
  class Own extends Error {
    static prepareStackTrace = take;
    static stackTraceLimit = Infinity;
  }
  met.push(new Own("x").stack);
  for (const target of [{}, [], () => {}, globalThis, process, Error, new Proxy({}, {}), Object.freeze({})])
    tryOut("captureStackTrace", () => (Error.captureStackTrace(target, attack), target.stack));
  globalThis.Error = Own;
  met.push(new Error("x").stack);
  for (const value of met) climb(value, "a stack trace");
}
