import type { DeepReadonly } from "labrpc/records";
import { z } from "zod";

const points = z.int().min(0);

/** A mistake as a report shows it. */
const mistake = z.strictObject({
  test: z.string(),
  /** What failed, in one sentence. */
  what: z.string(),
  /** What had to go wrong for it; empty where no counterexample was found. */
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
  /** Why it is not known how late it was: there is a deadline, and no time to hold against it. It counts as on time. */
  timeUnknown: z.string().exactOptional(),
  /** Syntax errors, where there are any: then no test could run, and the score says nothing of what the student can. */
  syntaxErrors: z.int().min(1).exactOptional(),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      score: points,
      maxScore: points,
      passed: z.boolean(),
      optional: z.literal(true).exactOptional(),
    }),
  ),
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
