import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  rmSync(join(stage.lab, "client.ts"));
  mkdirSync(join(stage.lab, "client.ts"));
  writeFileSync(join(stage.lab, "client.ts", "index.ts"), "export class Clerk {}\n");
  writeFileSync(join(stage.lab, "server.ts"), "");
}
