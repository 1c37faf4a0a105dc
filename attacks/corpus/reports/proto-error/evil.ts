export function attack() {
  const error = new Error("x");
  for (const key of ["__proto__", "host", "call", "studentStack", "name", "message", "stack", "constructor", "toString"])
    Object.defineProperty(error, key, { value: "POISON\n::error::POISON", enumerable: true });
  throw error;
}
