export function attack() {
  const text = "\u202e01/01 :erocS\u202c \u2066x\u2069 \u200f \u061c POISON";
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
