import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";

/** What is wrong with the titles of a lab's mocha tests. */
export function manifestProblem(lab: Lab, names: readonly string[]): ToolError | undefined {
  const listed = new Set(lab.manifest.tests.map(({ name }) => name));
  const extra = names.filter((name) => !listed.has(name));
  const where = lab.hidden === undefined ? "" : ", and every hidden one in hidden.json";
  if (extra.length > 0)
    return new ToolError(
      `expected every test of ${lab.name} to be listed in ${lab.name}/lab.json${where}, got also ${extra.join(", ")}; add it there`,
    );
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0)
    return new ToolError(
      `expected each test of ${lab.name} once, got ${twice.join(", ")} again; give it another name`,
    );
  const absent = [...(lab.hidden?.names ?? [])].filter((name) => !names.includes(name));
  if (absent.length > 0)
    return new ToolError(
      `expected a mocha test for each name in hidden.json, got none for ${absent.join(", ")}; write it, or take it out there`,
    );
  return undefined;
}
