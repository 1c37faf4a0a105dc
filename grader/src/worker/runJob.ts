import { performance } from "node:perf_hooks";
import { testRun, type SeedReport } from "labrpc/testing";
import type { Cause, Job, SyntaxError } from "../run/protocol";
import type { LabTests } from "./LabTests";
import type { Send } from "./reporter";
import { syntaxErrors } from "./syntaxErrors";

/** Real milliseconds between two signs of life. */
const BEAT_MS = 200;

/** Bytes of memory after which a job leaves the process cleaned up, so that the next is not blamed. */
const TIDY_ABOVE = 200 * 2 ** 20;

const parsed = new Map<string, SyntaxError[]>();

/** Runs one test over its seeds and reports each seed as soon as it is known. */
export async function runJob(job: Job, tests: LabTests, send: Send): Promise<void> {
  const { id, submission } = job;
  const problems = parsed.get(submission) ?? syntaxErrors(submission, job.student);
  parsed.set(submission, problems);
  if (problems.length > 0) {
    send({ type: "syntax", id, problems });
    return;
  }
  // Compiling may have taken a while; the time for the test itself begins here.
  send({ type: "beat" });
  let last = performance.now();
  testRun.settings = {
    submission,
    seeds: job.seeds,
    ...(job.stopAtFirstFailure ? { eventsAfterFailure: 0 } : {}),
    onBeat: () => {
      const now = performance.now();
      if (now - last < BEAT_MS) return;
      last = now;
      send({ type: "beat" });
    },
    onSeedStart: (_, seed) => {
      send({ type: "seed-start", id, seed });
    },
    onSeed: (report) => {
      const cause = causeOf(report);
      send({
        type: "seed",
        id,
        seed: report.seed,
        digest: report.digest,
        ...(cause === undefined ? {} : { cause }),
      });
    },
  };
  const verdict = await tests.run(job.test);
  if (process.memoryUsage.rss() > TIDY_ABOVE) globalThis.gc?.();
  if (verdict.kind === "missing") send({ type: "missing", id });
  else
    send({
      type: "done",
      id,
      passed: verdict.kind === "passed",
      message: verdict.kind === "failed" ? verdict.message : "",
    });
}

function causeOf({ outcome, explanation }: SeedReport): Cause | undefined {
  if (outcome.kind === "passed") return undefined;
  if (explanation === undefined)
    return { kind: outcome.kind, message: outcome.kind, details: [], lastEvents: [], console: [] };
  const { details, lastEvents, console } = explanation;
  return { ...explanation, details: [...details], lastEvents: [...lastEvents], console: [...console] };
}
