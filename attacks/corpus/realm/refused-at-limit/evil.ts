import { atTheLimit } from "./probe";

export function attack() {
  atTheLimit("process.exit", () => process.exit);
  atTheLimit("WebAssembly", () => WebAssembly);
  atTheLimit("require", () => require("fs"));
}
