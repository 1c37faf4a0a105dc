export function attack() {
  console.log("\u001b[2J\n::error::POISON\nScore: 100 of 100 points POISON");
  for (;;);
}
