import type { SmallScenario } from "labrpc/testing";
import { nearestName } from "toolkit/cli/nearestName";
import { labFile } from "toolkit/labs/labFile";
import type { Lab } from "toolkit/labs/readLab";
import type { SmallSource } from "../protocol/protocol";
import { ToolError } from "toolkit/cli/ToolError";

/** Where the lab's small scenarios are. Throws ToolError when it has none. */
export function smallSourceOf(lab: Lab): SmallSource {
  const { name, folder, manifest } = lab;
  const file = labFile(lab, "small.ts");
  if (file === undefined)
    throw new ToolError(
      `expected small scenarios in ${name}/tests/small.ts, got no such file; use another --strategy`,
    );
  return { file, folder, given: manifest.given, fixed: manifest.fixed };
}

/** The small scenarios of the kit's lab, or those named. Throws ToolError where there are none such. */
export function smallScenariosOf(lab: Lab, wanted?: readonly string[]): readonly SmallScenario[] {
  const { file } = smallSourceOf(lab);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  const { smallScenarios } = require(file) as { smallScenarios: readonly SmallScenario[] };
  const names = smallScenarios.map(({ name }) => name);
  for (const name of wanted ?? []) {
    if (names.includes(name)) continue;
    throw new ToolError(
      `expected a small scenario of ${lab.name}, got ${JSON.stringify(name)}${nearestName(name, names)}. ` +
        `They are:\n${names.map((known) => `  ${known}`).join("\n")}`,
    );
  }
  return smallScenarios.filter(({ name }) => wanted?.includes(name) ?? true);
}
