import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  mkdirSync(join(stage.lab, ...Array.from({ length: 1000 }, () => "d")), { recursive: true });
}
