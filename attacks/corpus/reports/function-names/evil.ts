export function attack() {
  const named = { "x\n::error::POISON": () => {
    throw new Error("x");
  } };
  class Strange {}
  Object.defineProperty(Strange, "name", { value: "\u001b[2JPOISON" });
  for (const key of Object.keys(named)) Object.defineProperty(named[key], "name", { value: "\n# POISON\n::error::POISON" });
  named["x\n::error::POISON"].call(new Strange());
}
