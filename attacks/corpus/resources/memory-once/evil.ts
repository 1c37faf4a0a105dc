let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const kept = [];
  for (const make of [() => new Array(2 ** 27).fill(1.5), () => "x".repeat(2 ** 29 - 25).split("x"), () => new Uint8Array(2 ** 32 - 1).fill(1), () => new Float64Array(2 ** 29).fill(1), () => Buffer.alloc(2 ** 31 - 1, 1)]) {
    try {
      kept.push(make());
    } catch {
      // Refused.
    }
  }
  for (;;) kept.push(...kept.slice(0, 1000));
}
