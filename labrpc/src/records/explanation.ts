import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";
import { shownHistory } from "./shownHistory";

const texts = z.array(z.string());

/** One sentence. */
const message = z.string();

/** Where in the student's code, relative to the submission; line and column count from 1. All three, or none. */
const place = {
  file: z.string().exactOptional(),
  line: z.int().min(0).exactOptional(),
  column: z.int().min(0).exactOptional(),
};

/** The counterexample in sentences: the few faults and operations that it takes to fail. */
const cause = { cause: texts.exactOptional() };

/** What a look into the hosts shows, of a counterexample: one sentence each, where there is something sure to say. */
const seenInside = {
  /** The change of a host's state that tells most of the failure. */
  state: z.string().exactOptional(),
  /** What the run passes without, and where that run and this one part. */
  twin: z.string().exactOptional(),
};

/** The simulated machine. */
const host = { host: z.string().exactOptional() };

/** Name of the error that student code threw, as "TypeError". */
const error = { error: z.string().exactOptional() };

const lists = {
  /** Pending calls, handlers that have not answered, calls that nobody waited for, busy timers, errors of handlers. */
  details: texts,
  /** The last things that happened, or those around the moment when the run got stuck; times are virtual. */
  lastEvents: texts,
  /** What the hosts printed last. */
  console: texts,
};

/** The explanation of each kind of failure; the kinds are those of Outcome. */
export const explanations = {
  /** The test looked and found something wrong. */
  failed: z.object({
    kind: z.literal("failed"),
    message,
    expected: z.string().exactOptional(),
    got: z.string().exactOptional(),
    ...host,
    ...place,
    ...cause,
    ...seenInside,
    ...error,
    /** What a consistency checker says of the operations. */
    history: shownHistory.exactOptional(),
    ...lists,
  }),
  /** Nothing was left to run, and the test still waited. */
  deadlock: z.object({ kind: z.literal("deadlock"), message, ...place, ...cause, ...seenInside, ...lists }),
  /** The budget of virtual time or of events was used up. */
  noProgress: z.object({
    kind: z.literal("no-progress"),
    message,
    ...place,
    ...cause,
    ...seenInside,
    ...lists,
  }),
  /** A host did something that ended the run. No host where the stack was used up, since it may be another next time. */
  ofHost: z.object({
    kind: z.enum(["endless-loop", "busy-wait", "host-error"]),
    message,
    ...host,
    ...place,
    ...cause,
    ...seenInside,
    ...error,
    ...lists,
  }),
};

/** Why a run did not pass, in words. */
export const explanation = z.discriminatedUnion("kind", [
  explanations.failed,
  explanations.deadlock,
  explanations.noProgress,
  explanations.ofHost,
]);

export type Explanation = DeepReadonly<z.infer<typeof explanation>>;
