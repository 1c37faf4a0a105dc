const kept: unknown[] = [];

export async function attack({ side }) {
  if (side !== "server") return undefined;
  const text = `${kept.length}${"x".repeat(10_000)}`.split("").reverse().join("");
  kept.push(text);
  return undefined;
}
