let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const line = "x".repeat(2 ** 24);
  for (;;) {
    console.log(line);
    console.error("%s %s", line, line);
    process.stdout.write(line);
  }
}
