import type { Lab } from "toolkit/labs/readLab";
import { exploreProgressBar } from "toolkit/cli/ProgressBar";
import type { JobRequest } from "../../run/JobRequest";
import { runExplorePool } from "../search/runExplorePool";
import type { RewindBatch } from "./RewindPlan";

/** How a run from a moment on ended: in the same failure, in another one, or well. */
export type RewoundEnd = "passed" | "failed" | "otherwise";

export interface RewindRequest {
  readonly lab: Lab;
  /** The run to rewind: one test, one seed, its plan and strategy. */
  readonly request: Pick<JobRequest, "test" | "seeds" | "plan" | "strategy"> & {
    readonly submission: string;
  };
  /** How the failure is told from others; see `failureSignature`. */
  readonly signature: string;
  readonly jobs: number;
  /** Real ms. */
  readonly timeMs: number;
  /** The most runs that there can be. */
  readonly total: number;
  readonly interrupted: AbortSignal;
  /** Whether somebody looks at a terminal. */
  readonly terminal: boolean;
}

/** Runs batches from moments on, in worker processes, until there are none left or the time is up. Returns which. */
export async function runFromMoments(
  { lab, request, signature, jobs, timeMs, total, interrupted, terminal }: RewindRequest,
  batches: {
    readonly take: () => Promise<RewindBatch | undefined>;
    readonly ran: (events: number, how: RewoundEnd) => void;
    readonly done: () => void;
  },
): Promise<"all" | "the time is up" | "interrupted"> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), timeMs);
  const bar = exploreProgressBar(terminal, { total, timeMs });
  const [seed = 1] = request.seeds;
  try {
    await runExplorePool(lab, {
      jobs,
      signal: AbortSignal.any([interrupted, timer.signal]),
      take: async () => {
        const batch = await batches.take();
        if (batch === undefined) return undefined;
        const { events, seeds } = batch;
        return {
          request: {
            ...request,
            seeds,
            rewound: { seed, after: events },
            stopAtFirstFailure: false,
            allSeeds: true,
          },
          done: ({ ending }) => {
            // A run that its process did not survive reports nothing.
            if (ending.kind !== "passed" && ending.kind !== "failed") batches.ran(events, "otherwise");
            batches.done();
          },
        };
      },
      onSeed: ({ rewound }, report) => {
        const failed = report.explanation !== undefined;
        const same = failed && report.signature === signature;
        bar.runs(1, same);
        batches.ran(rewound?.after ?? 0, same ? "failed" : failed ? "otherwise" : "passed");
      },
    });
    return timer.signal.aborted ? "the time is up" : interrupted.aborted ? "interrupted" : "all";
  } finally {
    clearTimeout(timeout);
    bar.stop();
  }
}
