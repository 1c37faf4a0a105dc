let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  let text = "x";
  for (;;) {
    text += text;
    text.charCodeAt(text.length - 1);
    if (text.length > 2 ** 27) globalThis.kept = [...(globalThis.kept ?? []), text.split("")];
  }
}
