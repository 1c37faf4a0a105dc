import type { Lab } from "toolkit/labs/readLab";
import { JobSlot, type JobSlotOptions } from "../../process/JobSlot";
import type { WorkerJob, StudentSyntaxError } from "../../protocol/protocol";
import type { JobRequest } from "../../run/JobRequest";
import { limitsOfTest } from "../../run/limitsOfTest";
import { manifestProblem } from "../../run/manifestProblem";
import type { TestRun } from "../../protocol/TestRun";
import { troubleText } from "../../protocol/trouble";
import { ToolError } from "toolkit/cli/ToolError";

export interface ExplorePoolOptions extends Partial<Pick<JobSlotOptions, "onSeed" | "onWalk">> {
  /** Processes at a time. */
  readonly jobs: number;
  /** Ends everything at once; jobs that run then are lost. */
  readonly signal: AbortSignal;
  /** The next job, and what to do with its outcome; undefined when there is none left. It may have to wait for others. */
  readonly take: () => NextJob | undefined | Promise<NextJob | undefined>;
}

interface NextJob {
  readonly request: JobRequest;
  readonly done: (run: TestRun) => void;
}

/**
 * Runs jobs in child processes until there are no more, or the signal ends it. Unlike `runTests`, which jobs there
 * are may depend on what the earlier ones came to.
 *
 * Throws ToolError when the lab's tests cannot be loaded or are not those of its manifest, and when the submission
 * does not parse: then there is nothing to look for. Also when a job has no verdict, as on a machine that is too busy.
 */
export async function runExplorePool(lab: Lab, options: ExplorePoolOptions): Promise<void> {
  const { jobs, signal, take, onSeed = () => undefined, onWalk = () => undefined } = options;
  if (signal.aborted) return;
  const slots: JobSlot[] = [];
  let id = 0;
  const work = async (slot: JobSlot): Promise<void> => {
    for (let next = await take(); next !== undefined && !signal.aborted; next = await take()) {
      const job: WorkerJob = { ...next.request, id: id++, student: lab.manifest.student };
      const limits = limitsOfTest(lab, job);
      // A walk has as many runs as it has; that it lives, it shows.
      const run = await slot.run(job, job.walk === undefined ? limits : { ...limits, wallClockMs: Infinity });
      if (run.ending.kind === "syntax-error") throw submissionDoesNotParse(run.ending.problems);
      if (run.ending.kind === "trouble") throw new ToolError(`${run.test}: ${troubleText(run.ending)}`);
      next.done(run);
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
      const onTests = (titles: readonly string[]): void => {
        const problem = manifestProblem(lab, titles);
        if (problem !== undefined) reject(problem);
      };
      const slotOptions = { lab, limits: limitsOfTest(lab), onTests, onSeed, onWalk };
      for (let i = 0; i < jobs; i++) slots.push(new JobSlot(slotOptions));
      Promise.all(slots.map(work)).then(() => {
        resolve();
      }, reject);
    });
  } finally {
    for (const slot of slots) slot.stop();
  }
}

function submissionDoesNotParse(problems: readonly StudentSyntaxError[]): ToolError {
  const lines = problems.map(
    ({ file, line, column, message }) => `  ${file}:${String(line)}:${String(column)}  ${message}`,
  );
  return new ToolError(
    `expected code that parses, got a syntax error; fix it, then explore again:\n${lines.join("\n")}`,
  );
}
