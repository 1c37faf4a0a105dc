import { join } from "node:path";
import { renderEvent, type DebuggedRun } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import type { Submission } from "toolkit/submission/findSubmission";
import { cleanText } from "toolkit/text/studentText";
import { RunningJob } from "../../process/RunningJob";
import { readWorkerReport } from "../../protocol/protocol";
import type { TestEnding, TestRun } from "../../protocol/TestRun";
import type { JobRequest } from "../../run/JobRequest";
import { compileForHosts } from "../../worker/compileForHosts";
import { LabTests } from "../../worker/LabTests";
import { runJob } from "../../worker/runJob";

/** Events that are printed. A run that goes in circles has hundreds of thousands. */
const MOST_PRINTED = 2_000;

/** A counterexample that is to be stepped through. */
export interface DebuggedReplay {
  readonly lab: Lab;
  readonly submission: Pick<Submission, "folder" | "original">;
  readonly request: Omit<JobRequest, "submission" | "stopAtFirstFailure">;
  /** Waits for the debugger; called when everything but student code is loaded. */
  readonly attach: () => void;
}

/**
 * Runs a counterexample once, in this process: nothing is searched before, and nothing made smaller after. Each event is
 * printed to the console, which a debugger shows as well, before the student's code hears of it: so the last line says
 * on which host and when a run is paused.
 *
 * Nothing watches the process, and its environment is not reduced: this is for one's own code.
 */
export async function debugReplay({ lab, submission, request, attach }: DebuggedReplay): Promise<TestRun> {
  // As in the processes that grade.
  process.env.TZ = "UTC";
  const tests = new LabTests(lab.specs);
  compileForHosts(lab.manifest.given.map((file) => join(lab.folder, file)));
  const job = {
    ...request,
    id: 1,
    submission: submission.folder,
    student: lab.manifest.student,
    stopAtFirstFailure: true,
  };
  const running = new RunningJob(job, { seeds: new Set(), orders: 0 }, { onSeed: () => undefined });
  let ending: TestEnding = { kind: "failed", message: "the run did not come to its end" };
  attach();
  await runJob(
    job,
    tests,
    (sent) => {
      const report = readWorkerReport(sent);
      const step = report === undefined ? undefined : running.enter(report);
      if (step?.kind === "over") ({ ending } = step);
    },
    { folder: submission.original, onEvent: eventsOnConsole() },
  );
  return running.close(ending);
}

function eventsOnConsole(): DebuggedRun["onEvent"] {
  let printed = 0;
  return (event) => {
    printed += 1;
    if (printed <= MOST_PRINTED) console.log(cleanText(renderEvent(event)));
    else if (printed === MOST_PRINTED + 1)
      console.log("… further events are not printed; $host and $now say where a run is paused");
  };
}
