export function attack() {
  const text = "[POISON](http://x) ![POISON](http://x) <img src=x onerror=POISON> @POISON <http://POISON> [POISON]: x `` POISON ` @POISON";
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
