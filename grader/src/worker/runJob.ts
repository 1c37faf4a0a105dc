import { performance } from "node:perf_hooks";
import { collectGarbage } from "labrpc/simulation";
import { testRun, type DebuggedRun } from "labrpc/testing";
import type { WorkerJob, StudentSyntaxError } from "../protocol/protocol";
import { cutText } from "toolkit/text/studentText";
import { hasCompiler } from "../compile/hasCompiler";
import type { LabTests } from "./LabTests";
import type { SendReport } from "./workerReporter";
import { runSmallScenario } from "./runSmallScenario";
import { seedReport } from "./seedReport";
import { syntaxErrors } from "./syntaxErrors";
import { verdictsOnFile } from "../verdicts/verdictsOnFile";

/** Real milliseconds between two signs of life. */
const BEAT_MS = 200;

/** Bytes of memory after which a job leaves the process cleaned up, so that the next is not blamed. */
const TIDY_ABOVE = 200 * 2 ** 20;

/**
 * Events that the seeds after a failure may use, to say how often a test fails. Enough for all seeds of most
 * tests, and not so much that a submission which fails everything takes long.
 */
const GRADED_EVENTS_AFTER_FAILURE = 60_000;

const verdicts = verdictsOnFile();
const parsed = new Map<string, StudentSyntaxError[]>();

/**
 * Runs one test over its seeds and reports each seed as soon as it is known.
 *
 * @param debugged set where a debugger is to follow
 */
export async function runJob(
  job: WorkerJob,
  tests: LabTests,
  send: SendReport,
  debugged?: DebuggedRun,
): Promise<void> {
  const { id, submission } = job;
  const problems = parsed.get(submission) ?? syntaxErrors(submission, job.student);
  parsed.set(submission, problems);
  if (problems.length > 0) {
    send({ type: "syntax", id, problems });
    return;
  }
  // Compiling may have taken a while; the time for the test itself begins here. A grader that replaces a process with
  // a compiler in it ends this one now.
  send({ type: "begin", id, compiled: hasCompiler() });
  let last = performance.now();
  const beat = (): void => {
    const now = performance.now();
    if (now - last < BEAT_MS) return;
    last = now;
    send({ type: "beat" });
  };
  if (job.small !== undefined) {
    await runSmallScenario(job, job.small, { send, beat, debugged });
    return;
  }
  testRun.settings = {
    submission,
    seeds: job.seeds,
    eventsAfterFailure: job.stopAtFirstFailure
      ? 0
      : job.allSeeds === true
        ? Infinity
        : GRADED_EVENTS_AFTER_FAILURE,
    minimise: job.minimise ?? "none",
    // Who asks for all seeds looks at each failure; a report shows the first.
    firstFailure: job.countsFirstFailure === true ? "counted" : "explained",
    laterFailures: job.allSeeds === true ? "explained" : "counted",
    ...(job.known === undefined ? {} : { known: job.known }),
    repeat: job.repeat ?? false,
    orders: job.orders ?? false,
    ...(job.alone === true ? { alone: true } : {}),
    recorded: job.recorded ?? false,
    ...(job.recordState === undefined ? {} : { recordState: job.recordState }),
    ...(job.rewound === undefined ? {} : { rewound: job.rewound }),
    ...(job.plan === undefined ? {} : { plan: job.plan }),
    ...(job.strategy === undefined ? {} : { strategy: job.strategy }),
    ...(debugged === undefined ? {} : { debugged }),
    ...(isPlain(job) && debugged === undefined ? { verdicts } : {}),
    onBeat: beat,
    onSeedStart: (_, seed) => {
      send({ type: "seed-start", id, seed });
    },
    onSeed: (report) => {
      send(seedReport(id, report, job.rewound !== undefined));
    },
  };
  const verdict = await tests.run(job.test);
  if (process.memoryUsage.rss() > TIDY_ABOVE) collectGarbage();
  if (verdict.kind === "missing") send({ type: "missing", id });
  else
    send({
      type: "done",
      id,
      passed: verdict.kind === "passed",
      message: verdict.kind === "failed" ? cutText(verdict.message) : "",
    });
}

/** Whether a job's runs are those of any grading, so that what they come to may be taken from an earlier one. */
function isPlain({ repeat = false, recorded = false, plan, strategy }: WorkerJob): boolean {
  return !repeat && !recorded && plan === undefined && strategy === undefined;
}
