export function attack() {
  const text = ["x", "# POISON", "", "~~~~ POISON", "``` POISON", "- POISON", "1. POISON", "> POISON", "| POISON |", "=== POISON", "", "    POISON", "## POISON"].join("\n");
  console.log(text);
  console.error("%s", { [text]: text });
  const error = Object.assign(new Error(text), { code: text, [text]: text });
  error.name = text;
  throw error;
}
