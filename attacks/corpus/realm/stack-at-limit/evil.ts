import { atTheLimit } from "./probe";

export function attack() {
  atTheLimit("new Error().stack", () => new Error("x").stack);
}
