import { createHash } from "node:crypto";
import { climb, tryOut } from "./probe";

export async function attack({ ends, side }) {
  if (side === "server") return { value: "" };
  const met = [];
  const service = new Proxy({}, { get: (_target, key) => (...args) => (met.push(...args, args), key === "next" ? 1 : undefined) });
  const host = { timers: new Map(), calls: new Map(), alive: true, id: {}, name: {} };
  const [Timeout, End, Hash, Signal] = [setTimeout(() => {}, 1), ends[0], createHash("sha1"), new AbortController().signal].map((one) => one.constructor);
  tryOut("Timeout", () => new Timeout(service, host, () => {}, {}, true).refresh().close());
  tryOut("ClientEnd", () => new End(host, { toString: () => "server-0" }, (...args) => (met.push(...args), 1)).call("get", {}));
  tryOut("Hash", () => new Hash({}, (...args) => (met.push(...args), "00"), Buffer).update("x").digest());
  tryOut("Signal", () => Signal.trigger?.(new Signal(), service));
  for (const Class of [Timeout, End, Hash]) for (const key of Reflect.ownKeys(Class.prototype)) tryOut("a method", () => Class.prototype[key]?.call(service, host, host));
  for (const value of met) climb(value, "a class of the kit");
}
