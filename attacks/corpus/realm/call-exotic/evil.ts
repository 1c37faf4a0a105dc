import { climb, tryOut } from "./probe";

export async function attack({ side, ends }) {
  if (side === "server") return { value: "" };
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => "get" : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), "get"),
  });
  let reads = 0;
  const turning = { get key() { return reads++ === 0 ? "k" : spy; } };
  const silent = Object.defineProperty(["k"], "toJSON", { value: () => undefined });
  const forged = Object.defineProperty({}, "toJSON", { value: () => ({ $: "end", v: "server-0" }) });
  const values = [spy, turning, silent, forged, { then: spy }, Object.create(null), new Proxy({}, { ownKeys: () => ["a"] }), 5n, Symbol("x"), () => 1];
  const waiting = [];
  for (const value of values) {
    for (const go of [() => ends[0].call("get", value), () => ends[0].call(value, {}), () => ends[0].call.call(value, "get", {})])
      waiting.push(tryOut("end.call", go));
  }
  for (const promise of waiting) {
    try {
      climb(await promise, "a reply");
    } catch (thrown) {
      climb(thrown, "a refused call");
    }
  }
  for (const value of met) climb(value, "end.call");
}
