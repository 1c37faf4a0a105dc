let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const list = Array.from({ length: 5000 }, (_, i) => i);
  Array.prototype.concat.apply([], list.map(() => list)).sort().reverse().join().split(",").map(Number).sort((a, b) => b - a);
  "a".repeat(2 ** 28).replaceAll("a", "bb");
  new Array(2 ** 30).includes(1);
  new Array(2 ** 31).lastIndexOf(1);
}
