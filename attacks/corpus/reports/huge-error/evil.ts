export function attack() {
  const error = new Error("x");
  for (let i = 0; i < 100_000; i++) error[`POISON${i}`] = i;
  error.name = "POISON".repeat(200_000);
  Object.defineProperty(error, "stack", { value: "    at POISON (client.ts:1:1)\n".repeat(100_000), enumerable: true });
  throw error;
}
