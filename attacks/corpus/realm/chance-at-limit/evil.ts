import { createHash, randomBytes } from "node:crypto";
import { atTheLimit } from "./probe";

export function attack() {
  atTheLimit("Math.random", () => Math.random());
  atTheLimit("randomUUID", () => crypto.randomUUID());
  atTheLimit("randomBytes", () => randomBytes(8));
  atTheLimit("createHash", () => createHash("sha256").update("x").digest("hex"));
  atTheLimit("a wrong hash", () => createHash("none"));
  atTheLimit("Date.now", () => new Date() + performance.now());
}
