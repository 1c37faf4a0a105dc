import { explanations, type DeepReadonly } from "labrpc/records";
import { z } from "zod";

const lines = z.array(z.string());

/** What every failure has. */
const ofAll = {
  /** The first seed that failed; 1 where no seed has. */
  seed: z.int().min(0),
  /** What to do next; absent where no hint fits what was found. */
  hint: z.string().exactOptional(),
  /** The command that shows this failure again. */
  replay: z.string(),
};

/** Set where a counterexample was found, and not too long to be shown. */
const ofCounterexample = {
  /** The command that runs it again. */
  replayCause: z.string().exactOptional(),
  /** The same as a short text; `npm run replay` runs the test with it. */
  replayCode: z.string().exactOptional(),
  /** Files beside the report: the picture of the failure, and its replay. */
  picture: z.string().exactOptional(),
  replayFile: z.string().exactOptional(),
};

const { failed, deadlock, noProgress, ofHost } = explanations;
const simulated = { ...ofAll, ...ofCounterexample };

/** What a failure has that no simulation saw. Its lists are empty: there is nothing recorded to put in. */
const notSimulated = {
  ...ofAll,
  /** One sentence. */
  message: z.string(),
  details: lines,
  lastEvents: lines,
  console: lines,
};

/** Where in the student's code, relative to the submission; line and column count from 1. All three, or none. */
const place = {
  file: z.string().exactOptional(),
  line: z.int().exactOptional(),
  column: z.int().exactOptional(),
};

/** Why a test did not pass: an explanation of labrpc's, or what the grader found out by itself, and how to go on. */
export const testFailure = z.discriminatedUnion("kind", [
  z.strictObject({
    ...failed.omit({ error: true, history: true }).shape,
    ...simulated,
    /** Why an operation has no place in any order, in sentences. */
    reasons: lines.exactOptional(),
  }),
  z.strictObject({ ...deadlock.shape, ...simulated }),
  z.strictObject({ ...noProgress.shape, ...simulated }),
  z.strictObject({ ...ofHost.omit({ error: true }).shape, ...simulated }),
  z.strictObject({ kind: z.enum(["syntax-error", "stuck"]), ...place, ...notSimulated }),
  z.strictObject({ kind: z.enum(["crashed", "out-of-memory"]), ...notSimulated }),
]);

export type TestFailure = DeepReadonly<z.infer<typeof testFailure>>;

type KeysOfEach<T> = T extends unknown ? keyof T : never;
type FieldOfEach<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;

/** A failure of any kind, for who shows whatever there is: what its kind does not have is absent. */
export type FailureFields = { readonly [Key in KeysOfEach<TestFailure>]?: FieldOfEach<TestFailure, Key> };
