import type { SmallScenario } from "labrpc/testing";
import { smallScenariosOf, smallSourceOf } from "./smallScenariosOf";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import { selectTests } from "../labs/selectTests";
import type { JobRequest } from "../run/JobRequest";
import type { ReplayFile } from "../artifacts/ReplayFile";

/** What a replay runs. */
export interface ReplaySubject {
  readonly test: Pick<ManifestTest, "name" | "hint">;
  readonly request: Pick<JobRequest, "test" | "seeds" | "plan" | "strategy" | "small">;
}

/** The test, or the small scenario, that a replay is of. Throws ToolError when the lab does not have it. */
export function subjectOfReplay(lab: Lab, { test: name, seed, plan, strategy }: ReplayFile): ReplaySubject {
  const request = { test: name, seeds: [seed], ...(strategy === undefined ? {} : { strategy }) };
  if (strategy?.kind === "orders") {
    const [test] = smallScenariosOf(lab, [name]) as [SmallScenario];
    return { test, request: { ...request, small: smallSourceOf(lab) } };
  }
  const [test] = selectTests(lab, { tests: [name] }) as [ManifestTest];
  return { test, request: { ...request, plan } };
}
