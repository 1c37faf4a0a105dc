import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  rmSync(join(stage.lab, "client.ts"));
  mkdirSync(join(stage.lab, "client.ts"));
  writeFileSync(join(stage.lab, "client.ts", "index.ts"), "export class Clerk {}\n");
  writeFileSync(join(stage.lab, "server.ts"), "");
}
