import type { GradeReport, TestReport } from "../report/GradeReport";
import { ToolError } from "../ToolError";
import type { Environment, Format } from "./Format";
import { whyNot } from "./whyNot";

/**
 * `result.json` of Classroom 50. Who handed in what comes from the environment that its runner sets. Optional
 * parts are left out, since its score is the sum of the tests.
 *
 * Source: the schema classroom50/result/v1, in foundation50/classroom50.
 */
export const classroom50: Format = {
  name: "classroom50",
  purpose: "Classroom 50: result.json",
  file: "result.json",
  missing: (env) =>
    [...NEEDED, ...(isSet(env, "OWNER") ? [] : ["USERNAME"])].filter((name) => !isSet(env, name)),
  render: (report, env) => ({ text: `${JSON.stringify(result(report, env), null, 2)}\n` }),
};

const NEEDED = ["COMMIT_URL", "CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "RELEASE_URL"];

function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && env[name] !== "";
}

function result(report: GradeReport, env: Environment): object {
  const commit = needed(env, "COMMIT_URL");
  const gradedAt = `${report.startedAt.slice(0, 19)}Z`;
  const submittedBy = submitter(env);
  return {
    schema: "classroom50/result/v1",
    classroom: needed(env, "CLASSROOM"),
    assignment: needed(env, "ASSIGNMENT"),
    assignment_type: env.ASSIGNMENT_TYPE ?? "individual",
    owner: env.OWNER ?? needed(env, "USERNAME"),
    submission: needed(env, "SUBMISSION_TAG"),
    commit,
    release: needed(env, "RELEASE_URL"),
    review: env.REVIEW_URL ?? commit,
    // The runner puts the commit's own time here; ours is for runs without it.
    datetime: gradedAt,
    graded_at: gradedAt,
    score: report.score,
    "max-score": report.maxScore,
    tests: report.tests.filter(({ optional }) => optional !== true).map(testResult),
    ...(submittedBy === undefined ? {} : { submitted_by: submittedBy }),
  };
}

function testResult(test: TestReport): object {
  const { name, description, status, score, maxScore } = test;
  return {
    "test-name": name,
    passed: status === "passed",
    score,
    "max-score": maxScore,
    description,
    ...whyNot(test),
  };
}

function submitter({ GITHUB_ACTOR: username, GITHUB_ACTOR_ID: id }: Environment): object | undefined {
  if (username === undefined || username === "") return undefined;
  return { username, id: id !== undefined && /^\d+$/.test(id) ? Number(id) : null };
}

function needed(env: Environment, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  throw new ToolError(
    `expected the environment variable ${name} for --format classroom50, got none; Classroom 50's runner sets it`,
  );
}
