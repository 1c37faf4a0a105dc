import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttackStage } from "../../../src/stage/AttackStage";

export function prepare(stage: AttackStage): void {
  for (const name of ["a\n::error::POISON\nb", "\u001b[2JPOISON", "\u202ePOISON", "# POISON", "<img src=x onerror=POISON>", "\r##[error]POISON"])
    writeFileSync(join(stage.lab, `${name.replaceAll("/", "")}.ts`), "export const x: number = 'text';\nthrow new Error('x');\n");
}
