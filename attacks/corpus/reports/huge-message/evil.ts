export function attack() {
  const text = "POISON ".repeat(5_000_000);
  console.log(text);
  throw Object.assign(new Error(text), { data: text });
}
