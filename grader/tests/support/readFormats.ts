import { validateStrict } from "ctrf";
import { parseV2 } from "test-results-parser";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { gradeReport } from "../../src/report/GradeReport";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** The points that a text in some format tells. */
export interface Told {
  /** Points got and possible, such as "4/10". */
  readonly total: string;
  /** The same for each test by name. Optional tests are not among those of formats that add up all tests. */
  readonly tests: Readonly<Record<string, string>>;
}

const count = z.int().min(0);
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** What autograding-grading-reporter reads. */
const classroomResult = z.strictObject({
  version: z.literal(1),
  status: z.enum(["pass", "fail", "error"]),
  max_score: count,
  tests: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(["pass", "fail", "error"]),
      score: count,
      message: z.string(),
      test_code: z.string(),
      filename: z.string(),
      line_no: count,
      duration: z.number(),
    }),
  ),
});

/** The rules of the schema classroom50/result/v1: no other keys on top, further ones in tests. */
const classroom50Result = z.strictObject({
  schema: z.literal("classroom50/result/v1"),
  classroom: z.string().min(1),
  assignment: z.string().min(1),
  assignment_type: z.enum(["individual", "group", "team"]),
  owner: z.string().min(1),
  submission: z.string().startsWith("submit/"),
  commit: z.string().min(1),
  release: z.string().min(1),
  review: z.string().min(1),
  datetime: instant,
  graded_at: instant.optional(),
  score: count,
  "max-score": count,
  tests: z.array(
    z.looseObject({ "test-name": z.string().min(1), passed: z.boolean(), score: count, "max-score": count }),
  ),
  submitted_by: z.strictObject({ username: z.string().min(1), id: z.int().nullable() }).optional(),
});

const text = z.enum(["text", "html", "simple_format", "md", "ansi"]);
const visibility = z.enum(["hidden", "after_due_date", "after_published", "visible"]);

/** The fields that Gradescope documents. */
const gradescopeResults = z.strictObject({
  score: z.number(),
  execution_time: z.number(),
  output: z.string(),
  output_format: text,
  test_output_format: text,
  test_name_format: text,
  visibility,
  stdout_visibility: visibility,
  extra_data: z.looseObject({ max_score: count }),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      number: z.string(),
      score: z.number(),
      max_score: z.number(),
      status: z.enum(["passed", "failed"]),
      output: z.string(),
      tags: z.array(z.string()),
      visibility,
      extra_data: z.looseObject({ test: z.string() }),
    }),
  ),
});

/** The fields that PrairieLearn documents for external graders. */
const prairieLearnResults = z.strictObject({
  gradable: z.boolean(),
  score: z.number().min(0).max(1),
  message: z.string(),
  output: z.string(),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      points: z.number(),
      max_points: z.number(),
      message: z.string(),
      output: z.string(),
    }),
  ),
});

const points = z.object({ score: count, maxScore: count });

/** Reads a text of each format back, with a parser that is not ours or with the rules that its source gives. */
export const READERS: Readonly<Record<string, (text: string) => Told>> = {
  "github-classroom": (given) => {
    const [, encoded = ""] = /^result=(\S+)\n$/.exec(given) ?? [];
    const { tests, max_score } = classroomResult.parse(
      JSON.parse(Buffer.from(encoded, "base64").toString("utf8")),
    );
    const sum = tests.reduce((total, { score }) => total + score, 0);
    // It tells no points of a test that was not passed.
    return told(
      sum,
      max_score,
      tests.map(({ name, score }) => [name, String(score)]),
    );
  },
  classroom50: (given) => {
    const { tests, score, ...rest } = classroom50Result.parse(JSON.parse(given));
    expectSum(
      score,
      tests.map((test) => test.score),
    );
    return told(
      score,
      rest["max-score"],
      tests.map((test) => [test["test-name"], of(test.score, test["max-score"])]),
    );
  },
  gradescope: (given) => {
    const { tests, score, extra_data } = gradescopeResults.parse(JSON.parse(given));
    return told(
      score,
      extra_data.max_score,
      tests.map((test) => [test.extra_data.test, of(test.score, test.max_score)]),
    );
  },
  prairielearn: (given) => {
    const { tests, score } = prairieLearnResults.parse(JSON.parse(given));
    const required = tests.filter(({ name }) => !name.endsWith(" (optional)"));
    const most = required.reduce((sum, { max_points }) => sum + max_points, 0);
    return told(
      score * most,
      most,
      tests.map((test) => [bare(test.name), of(test.points, test.max_points)]),
    );
  },
  ctrf: (given) => {
    const report: unknown = JSON.parse(given);
    validateStrict(report);
    const { summary, tests } = report.results;
    const { score, maxScore } = points.parse(summary.extra);
    const each = tests.map(({ name, extra }): [string, string] => {
      const mine = points.parse(extra);
      return [name, of(mine.score, mine.maxScore)];
    });
    return told(score, maxScore, each);
  },
  junit: (given) => {
    const file = join(temporaryFolder(), "junit.xml");
    writeFileSync(file, given);
    const { result, errors } = parseV2({ type: "junit", files: [file] });
    if (errors.length > 0) throw new Error(errors.join("\n"));
    const cases = result.suites.flatMap((suite) => suite.cases);
    const own = z.object({
      score: z.coerce.number(),
      "max-score": z.coerce.number(),
      optional: z.unknown().optional(),
    });
    const read = cases.map(({ name, metadata }) => ({ name, ...own.parse(metadata) }));
    const required = read.filter(({ optional }) => optional === undefined);
    const sum = (key: "score" | "max-score"): number =>
      required.reduce((total, test) => total + test[key], 0);
    return told(
      sum("score"),
      sum("max-score"),
      read.map((test) => [test.name, of(test.score, test["max-score"])]),
    );
  },
  markdown: (given) => {
    const rows = given.matchAll(/^\| \d+ \| (\w+)(?: \((?:optional|hidden)\))* \| [\w-]+ \| (\d+\/\d+) \|/gm);
    const [, score, most] = /\*\*Score: (\d+) of (\d+) points/.exec(given) ?? [];
    return told(
      Number(score),
      Number(most),
      [...rows].map(([, name = "", got = ""]) => [name, got]),
    );
  },
  html: (given) => {
    const rows = given.matchAll(
      /<td><strong>(?:<a [^>]*>)?(\w+)(?:<\/a>)?<\/strong>[^]*?<td class="number">(\d+\/\d+)</g,
    );
    const [, score, most] = /<strong>(\d+)<\/strong> of (\d+) points/.exec(given) ?? [];
    return told(
      Number(score),
      Number(most),
      [...rows].map(([, name = "", got = ""]) => [name, got]),
    );
  },
  json: (given) => {
    const { score, maxScore, tests } = gradeReport.parse(JSON.parse(given));
    return told(
      score,
      maxScore,
      tests.map((test) => [test.name, of(test.score, test.maxScore)]),
    );
  },
};

function told(score: number, most: number, tests: readonly [string, string][]): Told {
  return { total: of(Math.round(score * 1e6) / 1e6, most), tests: Object.fromEntries(tests) };
}

function of(score: number, most: number): string {
  return `${String(score)}/${String(most)}`;
}

function bare(name: string): string {
  return name.replace(" (optional)", "");
}

function expectSum(total: number, scores: readonly number[]): void {
  const sum = scores.reduce((a, b) => a + b, 0);
  if (sum !== total)
    throw new Error(`expected ${String(total)} to be the sum of the tests, got ${String(sum)}`);
}
