let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  void ends[0].call("get", { key: "x".repeat(1e8) }).catch(() => {});
  let deep = [];
  for (let i = 0; i < 1e5; i++) deep = [deep];
  void ends[0].call("get", Object.defineProperty({}, "toJSON", { value: () => deep })).catch(() => {});
  await ends[0].call("get", { key: Array.from({ length: 1e6 }, (_, i) => ({ i })) });
  for (;;);
}
