import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";
import { likelihood } from "./likelihood";
import { shownHistory } from "./shownHistory";
import { span } from "./span";
import { runTwin, stateLog } from "./stateChange";
import { traceEvent } from "./traceEvent";

const texts = z.array(z.string());

/** A fault of the run. */
const runRecordFault = z.strictObject({
  /** The call that it happened to, as in `TraceEvent.id`; 0 when it happened to none. */
  id: z.int(),
  at: z.number(),
  text: z.string(),
});

/**
 * Everything there is to see of one run, as plain data (JSON). Times are virtual ms since the start of the run.
 * The picture of a failing test is drawn from it.
 */
export const runRecord = z.strictObject({
  schema: z.literal("run-record/v1"),
  test: z.string(),
  seed: z.int(),
  /** Why the run failed: one sentence, and what belongs to it. */
  failure: z.strictObject({
    message: z.string(),
    expected: z.string().exactOptional(),
    got: z.string().exactOptional(),
    /** Where in the student's code, as "server.ts:12:5". */
    place: z.string().exactOptional(),
    /** The line of that place and those around it, as they are shown; of the report. */
    frame: texts.exactOptional(),
    details: texts,
    /** As in Explanation. */
    state: z.string().exactOptional(),
    twin: z.string().exactOptional(),
    /** Equal for failures of the same kind; see `failureSignature`. */
    signature: z.string().exactOptional(),
    /** The command that shows this failure again. */
    replay: z.string().exactOptional(),
    /** What to think about; of the report. */
    hint: z.string().exactOptional(),
  }),
  /** As in Explanation; empty when nobody looked for a counterexample. */
  cause: texts,
  /** Hosts in the order in which they appeared; the network itself is none. */
  hosts: texts,
  /** In order. Long runs: the last 50,000 at least. */
  events: z.array(traceEvent),
  /** False when earlier events were dropped. */
  complete: z.boolean(),
  spans: z.array(span),
  faults: z.array(runRecordFault),
  /** The operations that a consistency checker looked at, when it was one that found the failure. */
  history: shownHistory.exactOptional(),
  /** What the students' objects held, and how that changed. */
  state: stateLog.exactOptional(),
  /** The place in `state.changes` of the change that tells most of the failure. */
  telling: z.int().exactOptional(),
  /** Where there is none: that of the last change of what the failure, or the last request, names. */
  about: z.int().exactOptional(),
  twin: runTwin.exactOptional(),
  /** Where the failure became likely, when somebody has measured it. */
  likelihood: likelihood.exactOptional(),
});

export type RunRecord = DeepReadonly<z.infer<typeof runRecord>>;
export type RunRecordFault = DeepReadonly<z.infer<typeof runRecordFault>>;
