export function attack() {
  const text = ["ok\rScore: 100 of 100 points POISON", "\b\b\b\b\b10/10", "\u000b\u000c", "\u0085::error::POISON", "\u2028::error::POISON", "\u2029# POISON", "\u0000\u007f"].join("");
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
