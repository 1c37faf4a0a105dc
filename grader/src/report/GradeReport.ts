import type { DeepReadonly } from "labrpc/records";
import { z } from "zod";
import { kitVersion } from "toolkit/files/kitVersion";
import { testFailure } from "./testFailure";

const count = z.int().min(0);
const lines = z.array(z.string());

const test = z.strictObject({
  name: z.string(),
  part: z.int(),
  /** True when its points are not among those of the lab. */
  optional: z.literal(true).exactOptional(),
  description: z.string(),
  status: z.enum(["passed", "failed", "not-run"]),
  score: count,
  maxScore: count,
  seeds: z.strictObject({ run: count, failed: count }),
  /** Real time; 0 of a hidden test, whose code may choose how long it takes. */
  elapsedMs: z.number(),
  failure: testFailure.exactOptional(),
  /** True when students do not have the test. Then `failure` is left out. */
  hidden: z.literal(true).exactOptional(),
  /** All that is told of a hidden test that was not passed. */
  hiddenFailure: z.strictObject({ message: z.string(), hint: z.string() }).exactOptional(),
  /** Secret seeds run after the others; nothing else is told of them. */
  secretSeeds: z.strictObject({ run: count, failed: count, hint: z.string() }).exactOptional(),
});

const trouble = z.strictObject({ test: z.string(), message: z.string() });

const place = { file: z.string(), line: z.int(), column: z.int(), message: z.string() };

/** What `reports/LAB/report.json` holds; docs/grade-report.md describes it. Keys in Ms or At are real time. */
export const gradeReport = z.strictObject({
  schema: z.literal("grade-report/v1"),
  lab: z.string(),
  title: z.string(),
  /** Points of all parts but the optional ones. */
  score: count,
  maxScore: count,
  /** Points of the optional parts, when there are any. */
  optional: z.strictObject({ score: count, maxScore: count }).exactOptional(),
  /** Points of the hidden tests, when there are any; they are among those of `score`. */
  hidden: z.strictObject({ score: count, maxScore: count }).exactOptional(),
  /** The score without secret seeds, when there were any. */
  openScore: count.exactOptional(),
  /** False when only some of the lab's tests were asked for. */
  complete: z.boolean(),
  parts: z.array(
    z.strictObject({
      part: z.int(),
      title: z.string(),
      optional: z.literal(true).exactOptional(),
      score: count,
      maxScore: count,
    }),
  ),
  tests: z.array(test),
  /** Names of tests with a `failure`, those that fail alike together: what to look at first comes first. */
  failureGroups: z.array(lines.min(1)).min(1).exactOptional(),
  /** Tests that could not be judged, for reasons that are not the submission's: then the score is not final. */
  troubles: z.array(trouble).min(1).exactOptional(),
  syntaxErrors: z.array(z.strictObject(place)),
  /** How many more were found than are listed. */
  moreSyntaxErrors: count.min(1).exactOptional(),
  /** They cost no points. */
  typeErrors: z.array(z.strictObject({ ...place, code: z.string() })),
  moreTypeErrors: count.min(1).exactOptional(),
  /** Why types could not be checked, when they could not. */
  typeCheckProblem: z.string().exactOptional(),
  /** How student code was kept apart from what forms the verdict; absent in reports of kits that could not. */
  isolation: z.enum(["none", "process", "process in bubblewrap"]).exactOptional(),
  lateDays: z.strictObject({ days: z.int().min(0).max(3), problem: z.string().exactOptional() }),
  /** What of the submission was not looked at although it may matter, such as links; a line each. */
  leftOut: lines.exactOptional(),
  /** Set when there is a deadline. Times are ISO 8601 in UTC. It changes no points. */
  deadline: z
    .strictObject({
      due: z.iso.datetime().exactOptional(),
      handedIn: z.iso.datetime().exactOptional(),
      /** Started minutes, and started days of 24 hours; absent when it is not known. */
      late: z.strictObject({ minutes: count, days: count }).exactOptional(),
      problem: z.string().exactOptional(),
    })
    .exactOptional(),
  /** Submissions before this one that were graded, where the platform tells; scores in points. */
  earlier: z.strictObject({ submissions: count, best: z.number(), last: z.number() }).exactOptional(),
  /** Which kit graded; absent in older reports. */
  kit: kitVersion.exactOptional(),
  startedAt: z.iso.datetime(),
  elapsedMs: z.number(),
});

export type GradeReport = DeepReadonly<z.infer<typeof gradeReport>>;
export type TestReport = GradeReport["tests"][number];
/** A place in the submission that does not compile, or whose types are wrong; `code` is of type errors alone. */
export type CodeProblem = GradeReport["syntaxErrors"][number] & { readonly code?: string };
export type TestTrouble = DeepReadonly<z.infer<typeof trouble>>;
