let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const one = { get x() { return this.y; }, get y() { return this.x; } };
  const text = { toString: () => `${text}`, valueOf: () => +text };
  const mirror = new Proxy({}, { get: (_target, key, receiver) => receiver[key] });
  for (const go of [() => one.x, () => String(text), () => +text, () => mirror.x, () => JSON.stringify({ toJSON() { return JSON.stringify(this); } })]) {
    for (let i = 0; i < 50; i++) {
      try {
        go();
      } catch {
        // The stack was full.
      }
    }
  }
  for (;;);
}
