export function attack() {
  const text = "\ud800 POISON \udc00\ud800 \uffff\ufffe " + "a" + "\u0301".repeat(1000);
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
