import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  const deep = 16_000;
  writeFileSync(join(stage.lab, "nested.ts"), `export const x = ${"(".repeat(deep)}1${")".repeat(deep)};\n`);
  const functions = Array.from({ length: 50_000 }, (_, i) => `export function f${String(i)}() { return ${String(i)}; }`);
  writeFileSync(join(stage.lab, "many.ts"), functions.join("\n"));
}
