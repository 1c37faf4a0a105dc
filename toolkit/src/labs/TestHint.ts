import { z } from "zod";

/** Kinds of failures that a hint can be about; a file that does not parse has one of its own. */
const KINDS = [
  "failed",
  "deadlock",
  "no-progress",
  "endless-loop",
  "busy-wait",
  "host-error",
  "stuck",
  "crashed",
  "out-of-memory",
] as const;

/** What the counterexample shows; "none" is one without any fault. */
const FAULTS = ["lost-request", "lost-reply", "late", "duplicate", "cut", "crash", "none"] as const;

/**
 * What becomes of the nearest runs beside the counterexample: one that has two messages in the other order passes; none
 * passes, whatever is left out or changed.
 */
const TWINS = ["order", "none"] as const;

/** One, or a list of which one must fit. */
function oneOrMore<Schema extends z.ZodType>(one: Schema) {
  return z.union([one, z.array(one).min(1)]);
}

/** Which failures of a test a hint fits. All that is given must hold. */
const condition = z.strictObject({
  /** Default "failed": the test found something wrong. */
  kind: oneOrMore(z.enum(KINDS)).exactOptional(),
  faults: oneOrMore(z.enum(FAULTS)).exactOptional(),
  /** A phrase of the message or of the reasons, in upper or lower case. */
  says: oneOrMore(z.string().min(1)).exactOptional(),
  /** The same of what was expected or got. */
  shows: oneOrMore(z.string().min(1)).exactOptional(),
  /** A phrase of one of the details, such as "has not answered". */
  details: oneOrMore(z.string().min(1)).exactOptional(),
  twin: z.enum(TWINS).exactOptional(),
  /** A method, as "append", that the message, the cause or the reasons name. */
  operations: oneOrMore(z.string().min(1)).exactOptional(),
});

const fittingHint = z.strictObject({ when: condition.exactOptional(), text: z.string().min(1) });

/** A test's hint: one for whatever the test finds wrong, or several, of which the first that fits is shown. */
export const testHint = z.union([z.string().min(1), z.array(fittingHint).min(1)]);

export type TestHint = z.infer<typeof testHint>;
export type HintCondition = z.infer<typeof condition>;
/** A kind of failure, and a kind of fault, as conditions name them. */
export type HintKind = (typeof KINDS)[number];
export type HintFault = (typeof FAULTS)[number];

/** The hint of a test about whose failure nothing may be told: the one without a condition, else the first. */
export function hintOfUnseenTest(hint: TestHint): string {
  if (typeof hint === "string") return hint;
  return (hint.find(({ when }) => when === undefined) ?? hint[0])?.text ?? "";
}
