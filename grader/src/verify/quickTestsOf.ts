import { ToolError } from "toolkit/cli/ToolError";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import { selectTests, type TestSelection } from "../labs/selectTests";

/** The tests of a quick check. */
export interface QuickTests {
  readonly quick: readonly ManifestTest[];
  /** Names of those that are left out because they are slow. */
  readonly slow: readonly string[];
}

/** The wanted tests of a lab, without the slow ones that nobody named. Throws ToolError when none are left. */
export function quickTestsOf(lab: Lab, selection: TestSelection): QuickTests {
  const selected = selectTests(lab, selection);
  const isQuick = ({ name, slow }: ManifestTest): boolean =>
    slow !== true || selection.tests?.includes(name) === true;
  const quick = selected.filter(isQuick);
  const slow = selected.filter((test) => !isQuick(test)).map(({ name }) => name);
  if (quick.length > 0) return { quick, slow };
  throw new ToolError(`expected a quick test, got only slow ones: ${slow.join(", ")}; name one with --test`);
}
