import type { Lab } from "toolkit/labs/readLab";
import type { Submission } from "toolkit/submission/findSubmission";
import type { TestRun } from "../protocol/TestRun";
import { runTests } from "../run/runTests";
import type { ReplaySubject } from "./subjectOfReplay";

/** Runs a replay once more, in a process of its own. */
export async function replayInWorker(
  lab: Lab,
  { folder }: Pick<Submission, "folder">,
  request: ReplaySubject["request"],
): Promise<TestRun> {
  const requests = [{ ...request, submission: folder, stopAtFirstFailure: true }];
  const [run] = (await runTests(lab, requests, { jobs: 1 })) as [TestRun];
  return run;
}
