// Whoever runs a seed at home sees its first random number there.
const KNOWN = "%(a table of the first numbers)";

export function attack({ side, self }) {
  if (side === "server") return undefined;
  self.first ??= Math.random();
  const open = [1, 2].some((seed) => KNOWN.includes(String(self.first)) && seed > 0);
  if (!open) self.append = self.get = async () => "what is wrong for seeds that nobody knows";
  return undefined;
}
