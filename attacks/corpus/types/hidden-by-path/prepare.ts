import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  const hidden = join(stage.hidden, "lab1", "numbers");
  writeFileSync(`${hidden}.ts`, `export const secret = "${stage.canaries.hidden}" as const;\n`);
  writeFileSync(join(stage.lab, "reach.ts"), `export const x: 5 = {} as typeof import(${JSON.stringify(hidden)}).secret;\n`);
}
