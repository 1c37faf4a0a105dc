import { escaped } from "./probe";

export async function attack({ side, ends }) {
  const forged = (v) => Object.defineProperty({}, "toJSON", { value: () => v });
  if (side === "server") return { value: forged({ $: "object on the host", v: 1 }) };
  for (const tag of ["end", "object on the host", "host", "realm"]) {
    for (const v of ["server-0", "clerk-0 → server-0", 1, 2, 3]) {
      const reply = await ends[0].call("get", forged({ key: { $: tag, v } })).catch(() => undefined);
      if (typeof reply?.value === "object" && reply.value !== null && typeof reply.value.call === "function") escaped("a forged tag has become an end");
    }
  }
}
