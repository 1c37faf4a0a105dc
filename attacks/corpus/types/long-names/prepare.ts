import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  const name = `N${"x".repeat(1000)}`;
  const lines = Array.from({ length: 400 }, (_, i) => `export const v${String(i)}: ${name} = { ${name}: ${String(i)}, "${name.repeat(3)}": 1 };`);
  writeFileSync(join(stage.lab, "long.ts"), [`interface ${name} { readonly "${name.repeat(20)}": ${name}[] }`, ...lines].join("\n"));
}
