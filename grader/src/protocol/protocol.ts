import type { RealmLaunch } from "labrpc/isolation";
import type { FaultPlan, StrategySpec } from "labrpc/simulation";
import type { KnownRun, Rewound, SearchEffort } from "labrpc/testing";
import { z } from "zod";
import { receivedReport } from "./receivedReport";
import { cleanName, cleanTexts } from "toolkit/text/studentText";

/**
 * What the grader and the process that runs the tests say to each other, one JSON value a line.
 *
 * The grader writes to the process's standard input: first a Welcome, then Jobs. The process writes Reports to
 * file descriptor 3, each with the token of the Welcome. Standard output and error carry nothing that counts.
 */
export interface WorkerWelcome {
  /** Random, and new for each process; without it a report is not believed. */
  readonly token: string;
  /** Absolute paths of the kit's mocha files. */
  readonly specs: readonly string[];
  /** Files below `folder` import as though they lay in `as`. Both absolute. */
  readonly hidden?: { readonly folder: string; readonly as: string };
  /** Milliseconds of processor time without a sign of life after which the process says where it is stuck. */
  readonly silenceMs: number;
  /** Files that the lab gives, absolute: compiled for hosts before the first test. */
  readonly given: readonly string[];
  /** Where student code runs. Default: in this process. */
  readonly isolation?: WorkerIsolation;
}

/** Student code runs in processes that are started so. */
export interface WorkerIsolation {
  readonly launch: RealmLaunch;
  /** Over how many processes the hosts of a run are spread. */
  readonly processes: number;
  /** Random; decides which hosts share a process. */
  readonly secret: string;
}

/** One test of one submission, to be run over some seeds. */
export interface WorkerJob {
  readonly id: number;
  /** The lab folder with the student's files, absolute. */
  readonly submission: string;
  /** Files whose syntax is checked first, relative to the submission. */
  readonly student: readonly string[];
  readonly test: string;
  readonly seeds: readonly number[];
  /** Whether to leave out the seeds after the first that fails. */
  readonly stopAtFirstFailure: boolean;
  /** How hard to look for the counterexample of the first failure. Default: not at all. */
  readonly minimise?: SearchEffort;
  /** Whether the first seed that fails is only counted, since a job with `known` is going to explain it. Default: no. */
  readonly countsFirstFailure?: boolean;
  /** What the first run of the job's only seed came to, in another job. Default: it is still to be made. */
  readonly known?: KnownRun;
  /** What is to go wrong, instead of what the seeds say. */
  readonly plan?: FaultPlan;
  /** How the order of events is chosen. Default: random. */
  readonly strategy?: StrategySpec;
  /** Rewinds the run of one seed; `seeds` are then those of its other luck, and each report has the failure's signature. */
  readonly rewound?: Rewound;
  /** Whether to run all seeds, however many of them fail. Default: only as long as a budget of events lasts. */
  readonly allSeeds?: boolean;
  /** Whether each seed is run twice, to see that it goes the same way. Default: only one that fails. */
  readonly repeat?: boolean;
  /** Whether each seed is recorded and reported with its record, also one that passes. Default: no. */
  readonly recorded?: boolean;
  /** Whether the state of hosts is recorded where a run is. Default: with a `plan`. */
  readonly recordState?: boolean;
  /** Whether each seed's report says which order the messages took. Default: no. */
  readonly orders?: boolean;
  /** Whether only one run is under way at a time, though student code runs elsewhere: then it is known which is stuck. */
  readonly alone?: boolean;
  /**
   * Runs a small scenario in place of a test over seeds; `test` is the scenario's name. Either in all its orders, as
   * `walk` says, or in the one order of the `strategy`, which is reported as its seed.
   */
  readonly small?: SmallSource;
  readonly walk?: WalkRequest;
}

/** Where small scenarios come from. */
export interface SmallSource {
  /** The lab's small.ts, absolute. */
  readonly file: string;
  /** The lab's, absolute. */
  readonly folder: string;
  /** Files that the lab gives, and those of them that a submission's own do not replace. */
  readonly given: readonly string[];
  readonly fixed: readonly string[];
}

/** Which orders of a small scenario to run. */
export interface WalkRequest {
  readonly losses: number;
  readonly duplicates: number;
  /** So many orders at most. */
  readonly mostRuns: number;
}

/** Names that a submission may choose. */
const name = z.string().transform((given) => cleanName(given));
const count = z.int().min(0);

const syntaxProblem = z.object({
  file: name,
  line: count,
  column: count,
  message: z.string(),
});

/** Where a file does not parse. Line and column count from 1. */
export type StudentSyntaxError = z.infer<typeof syntaxProblem>;

const report = z.discriminatedUnion("type", [
  /**
   * The mocha files are loaded; these are the titles of their tests. `compiled` says that the caches of compiled code
   * were not full: such a process holds a compiler, and is slow from then on.
   */
  z.object({ type: z.literal("ready"), tests: z.array(z.string()), compiled: z.boolean() }),
  /** The submission is compiled as well, and the test begins. */
  z.object({ type: z.literal("begin"), id: z.int(), compiled: z.boolean() }),
  /** The mocha files cannot be loaded: an error of the kit. */
  z.object({ type: z.literal("broken"), message: z.string() }),
  z.object({ type: z.literal("beat") }),
  /** Student code runs in these processes as well. */
  z.object({ type: z.literal("realms"), pids: z.array(z.int()) }),
  /** Where in the submission the process is stuck; `method` where it may be anywhere in that: "server-0's get". */
  z.object({
    type: z.literal("place"),
    file: name,
    line: count,
    column: count,
    method: name.exactOptional(),
  }),
  z.object({ type: z.literal("seed-start"), id: z.int(), seed: count }),
  z.object({
    type: z.literal("seed"),
    id: z.int(),
    seed: count,
    /** Equal for equal runs. */
    digest: z.string(),
    /** Which order the messages took, where the job asked; see CausalOrder in labrpc. */
    order: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .exactOptional(),
    /** Set when a second run of the seed was not the same; see Hole in labrpc. Then nothing else counts. */
    hole: z.strictObject({ event: z.int(), once: z.string(), then: z.string() }).exactOptional(),
    /** Figures of the real heap, in bytes, where a seed that failed measured it; see Simulation in labrpc. */
    measured: z.array(z.number()).exactOptional(),
    /** Set when the seed failed. */
    explanation: receivedReport.explanation.exactOptional(),
    /** Of a rewound run that failed: equal for failures of the same kind; see failureSignature in labrpc. */
    signature: z.string().exactOptional(),
    /** Set when the counterexample was looked for and found; the explanation is then that of the smaller run. */
    counterexample: receivedReport.counterexample.exactOptional(),
    /** Everything there is to see of that run, or of a run with a plan, or in one order. */
    record: receivedReport.record.exactOptional(),
    /** Where the run left the order that was asked for; see ChoiceDivergence in labrpc. */
    choiceDivergence: z.strictObject({ nth: z.int(), asked: z.int(), alternatives: z.int() }).exactOptional(),
  }),
  /** A small scenario is about to run in this order. */
  z.object({ type: z.literal("order-start"), id: z.int(), choices: z.array(z.int()) }),
  /** What a walk has come to so far; see WalkResult. */
  z.object({
    type: z.literal("walked"),
    id: z.int(),
    runs: z.int(),
    redundant: z.int(),
    failed: z.int(),
    complete: z.boolean(),
    first: z.object({ choices: z.array(z.int()), explanation: receivedReport.explanation }).exactOptional(),
  }),
  z.object({ type: z.literal("syntax"), id: z.int(), problems: z.array(syntaxProblem) }),
  z.object({ type: z.literal("missing"), id: z.int() }),
  /** What mocha says of the test, after all seeds. */
  z.object({ type: z.literal("done"), id: z.int(), passed: z.boolean(), message: z.string() }),
]);

export type WorkerReport = z.infer<typeof report>;
export type SeedReport = Extract<WorkerReport, { type: "seed" }>;
export type WalkReport = Extract<WorkerReport, { type: "order-start" | "walked" }>;

const stamped = z.object({ token: z.string(), report: z.unknown() });

/** Reads one line of a process; undefined when it is not a report with this token. */
export function parseWorkerReport(line: string, token: string): WorkerReport | undefined {
  try {
    const { data } = stamped.safeParse(JSON.parse(line));
    return data?.token === token ? readWorkerReport(data.report) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a report; undefined when it is none. Student code may have a hand in all texts of a report, so this is where
 * they are cleaned, before anybody looks at them.
 */
export function readWorkerReport(given: unknown): WorkerReport | undefined {
  return report.safeParse(cleanTexts(given)).data;
}
