import type { RunRecord, Counterexample } from "labrpc/testing";
import { z } from "zod";
import { fewLines } from "./fewLines";

const texts = z.array(z.string());

const message = { message: z.string() };

const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["lost-request", "lost-reply"]), ...message }),
  z.strictObject({ kind: z.enum(["late-request", "late-reply"]), ...message, delayMs: z.number() }),
  z.strictObject({ kind: z.literal("duplicate"), ...message, copiesMs: z.array(z.number()) }),
  z.strictObject({ kind: z.literal("cut"), nth: z.int(), what: z.string() }),
  z.strictObject({ kind: z.literal("crash"), host: z.string(), nth: z.int() }),
]);

/** What is to go wrong in a run; see FaultPlan in labrpc. */
export const faultPlan = z.strictObject({
  faults: z.array(fault),
  leftOut: texts,
  untilMs: z.number().exactOptional(),
});

/** The smallest run found that still fails; see Counterexample in labrpc. */
export const counterexample: z.ZodType<Counterexample> = z.strictObject({
  cause: texts,
  search: z.enum(["minimal", "budget"]),
  runs: z.int(),
  plan: faultPlan,
  choices: z.array(z.int()).exactOptional(),
});

/** What a consistency checker says of the operations; see HistoryView in labrpc. */
export const historyView = z.strictObject({
  operations: z.array(
    z.strictObject({
      client: z.string(),
      text: z.string(),
      called: z.number(),
      returned: z.number().nullable(),
      effect: z.number().nullable(),
      status: z.enum(["placed", "impossible", "unplaced", "unknown"]),
    }),
  ),
  reasons: texts.transform(fewLines),
});

const EVENTS = [
  "call",
  "deliver",
  "reply",
  "return",
  "timeout",
  "lost-request",
  "lost-reply",
  "copy",
  "late",
  "throw",
  "begin",
  "end",
  "error",
  "console",
  "start",
  "crash",
  "network",
] as const;

/** Everything there is to see of a run; see RunRecord in labrpc. */
export const runRecord: z.ZodType<RunRecord> = z.strictObject({
  schema: z.literal("run-record/v1"),
  test: z.string(),
  seed: z.int(),
  failure: z.strictObject({
    message: z.string(),
    expected: z.string().exactOptional(),
    got: z.string().exactOptional(),
    place: z.string().exactOptional(),
    details: texts,
    signature: z.string().exactOptional(),
  }),
  cause: texts,
  hosts: texts,
  events: z.array(
    z.strictObject({
      at: z.number(),
      kind: z.enum(EVENTS),
      host: z.string(),
      peer: z.string().optional(),
      id: z.int(),
      text: z.string(),
    }),
  ),
  complete: z.boolean(),
  spans: z.array(
    z.strictObject({
      kind: z.enum(["disconnected", "partition", "blocked", "slow", "crashed"]),
      from: z.number(),
      until: z.number().nullable(),
      groups: z.array(texts),
      text: z.string(),
      extraMs: z.number().exactOptional(),
      cut: z.int().exactOptional(),
    }),
  ),
  faults: z.array(z.strictObject({ id: z.int(), at: z.number(), text: z.string() })),
  history: historyView.exactOptional(),
});
