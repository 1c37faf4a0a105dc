import { rmSync } from "node:fs";
import type { Stage } from "../../../src/Stage";

export function prepare(stage: Stage): void {
  rmSync(stage.lab, { recursive: true });
}
