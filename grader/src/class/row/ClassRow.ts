import type { DeepReadonly } from "labrpc/records";
import { z } from "zod";

const points = z.int().min(0);

/** A mistake as a report shows it, without what differs from student to student. */
const mistake = z.strictObject({
  test: z.string(),
  /** What failed, in one sentence without values. */
  what: z.string(),
  /** What had to go wrong for it, without values; empty where no counterexample was found. */
  cause: z.array(z.string()),
});

const graded = z.strictObject({
  kind: z.literal("graded"),
  score: points,
  maxScore: points,
  optional: z.strictObject({ score: points, maxScore: points }).exactOptional(),
  /** Free late days that the submission asks for. */
  lateDays: points,
  /** How late it was, in started days; absent without a deadline, or where the time is not known. */
  daysLate: points.exactOptional(),
  tests: z.array(z.strictObject({ name: z.string(), score: points, maxScore: points, passed: z.boolean() })),
  mistakes: z.array(mistake),
  /** Tests that the machine did not let come to their end: then the score is not final. */
  unjudged: z.array(z.string()),
});

/** What became of one student's submission to one lab. */
export const classRow = z.discriminatedUnion("kind", [
  graded,
  z.strictObject({ kind: z.literal("missing") }),
  z.strictObject({ kind: z.literal("ungradable"), reason: z.string() }),
]);

export type ClassRow = DeepReadonly<z.infer<typeof classRow>>;
export type GradedClassRow = DeepReadonly<z.infer<typeof graded>>;
export type ClassMistake = DeepReadonly<z.infer<typeof mistake>>;
