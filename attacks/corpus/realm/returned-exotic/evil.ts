import { climb } from "./probe";

export function attack({ self }) {
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (typeof key === "symbol" ? undefined : key === "then" ? undefined : spy),
    apply: (_target, me, args) => (climb(args, "a result's method"), climb(me, "a result's method"), spy),
  });
  const results = [
    { then: (resolve) => { climb(resolve, "what a thenable is given"); resolve(Object.defineProperty(["x"], "toJSON", { value: () => undefined })); } },
    Object.defineProperty({}, "toJSON", { value: () => ({ $: "bigint", v: "no number" }) }),
    Object.defineProperty({}, "toJSON", { value: () => ({ $: "object", v: [["__proto__", { $: "Map", v: [] }]] }) }),
    spy,
  ];
  let next = 0;
  self.refuse = async () => results[next++ % results.length];
  return results[0];
}
