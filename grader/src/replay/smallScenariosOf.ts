import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SmallScenario } from "labrpc/testing";
import { nearest } from "toolkit/cli/nearest";
import type { Lab } from "toolkit/labs/readLab";
import type { SmallSource } from "../protocol/protocol";
import { ToolError } from "toolkit/cli/ToolError";

/** Where the lab's small scenarios are. */
export function smallSourceOf({ folder, manifest }: Lab): SmallSource {
  return { file: join(folder, "small.ts"), given: manifest.given, fixed: manifest.fixed };
}

/** The small scenarios of the kit's lab, or those named. Throws ToolError where there are none such. */
export function smallScenariosOf(lab: Lab, wanted?: readonly string[]): readonly SmallScenario[] {
  const { file } = smallSourceOf(lab);
  if (!existsSync(file))
    throw new ToolError(
      `expected small scenarios in ${lab.name}/small.ts, got no such file; use another --strategy`,
    );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  const { smallScenarios } = require(file) as { smallScenarios: readonly SmallScenario[] };
  const names = smallScenarios.map(({ name }) => name);
  for (const name of wanted ?? []) {
    if (names.includes(name)) continue;
    throw new ToolError(
      `expected a small scenario of ${lab.name}, got ${JSON.stringify(name)}${nearest(name, names)}. ` +
        `They are:\n${names.map((known) => `  ${known}`).join("\n")}`,
    );
  }
  return smallScenarios.filter(({ name }) => wanted?.includes(name) ?? true);
}
