import { ToolError } from "toolkit/cli/ToolError";
import type { Lab } from "toolkit/labs/readLab";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { nearestName } from "toolkit/cli/nearestName";

/** Which tests of a lab are wanted. Both together mean the tests that satisfy both. */
export interface TestSelection {
  readonly tests?: readonly string[];
  readonly part?: readonly number[];
}

/** The wanted tests in the manifest's order. Throws ToolError for a name or a part that the lab does not have. */
export function selectTests({ name: lab, manifest }: Lab, { tests, part }: TestSelection): ManifestTest[] {
  const names = manifest.tests.map(({ name }) => name);
  for (const name of tests ?? []) {
    if (names.includes(name)) continue;
    throw new ToolError(
      `expected a test of ${lab}, got ${JSON.stringify(name)}${nearestName(name, names)}. ` +
        `Its tests are:\n${names.map((known) => `  ${known}`).join("\n")}`,
    );
  }
  const unknown = part?.find((one) => !manifest.parts.some((known) => known.part === one));
  if (unknown !== undefined) {
    const parts = manifest.parts.map((known) => `  ${String(known.part)}: ${known.title}`);
    throw new ToolError(
      `expected a part of ${lab}, got ${String(unknown)}. Its parts are:\n${parts.join("\n")}`,
    );
  }
  const selected = manifest.tests.filter(
    (test) =>
      (tests === undefined || tests.includes(test.name)) && (part === undefined || part.includes(test.part)),
  );
  if (selected.length === 0)
    throw new ToolError(
      `expected at least one test, got none: no test named in --test is in part ${String(part?.join(" or "))}`,
    );
  return selected;
}
