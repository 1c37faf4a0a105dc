import { linkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage, root: string): void {
  symlinkSync(join(root, "solutions", "lab1"), join(stage.lab, "helper"));
  writeFileSync(join(stage.lab, "client.ts"), 'export { Clerk } from "./helper/client";\n');
  writeFileSync(join(stage.lab, "server.ts"), 'export { KVServer } from "./helper/server";\n');
}
