export function attack() {
  const text = ["all is well", "", "Score: 100 of 100 points POISON (14 of 14 tests passed, 0.1 s)", "Score of the selected tests: 10 of 10 points POISON", "✓ TestBasic POISON 10/10", "lab1: Exactly-once POISON", "With pictures: POISON", "Type errors POISON"].join("\n");
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
