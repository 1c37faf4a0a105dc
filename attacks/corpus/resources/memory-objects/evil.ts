let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const all = [];
  for (;;) all.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
}
