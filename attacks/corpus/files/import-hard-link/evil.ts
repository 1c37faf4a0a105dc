import { plain } from "./plain";

export function attack() {
  return plain === 2 ? 1 : undefined;
}
