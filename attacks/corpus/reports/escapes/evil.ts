export function attack() {
  const text = ["\u001b[2J\u001b[H", "\u001b]0;POISON\u0007", "\u001b]8;;http://x\u001b\\POISON", "\u001b]52;c;UE9JU09O\u0007", "\u009b2J", "\u009d0;POISON\u009c", "\u001bc"].join(" and ");
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
