import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  writeFileSync(join(stage.lab, "client.ts"), Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x1b, 0x5b, 0x32, 0x4a, 0x00]));
  writeFileSync(join(stage.submission, "late.txt"), Buffer.from([0xff, 0xfe, 0x1b, 0x00, 0x5b, 0x00]));
}
