import type { GradeReport, TestReport } from "../../report/GradeReport";
import { ToolError } from "toolkit/cli/ToolError";
import type { ReportFormat } from "../common/ReportFormat";
import type { Environment } from "toolkit/cli/Environment";
import { whyNotGraded } from "../common/whyNotGraded";

/**
 * `result.json` of Classroom 50. Who handed in what comes from the environment that its runner sets. Optional
 * parts are left out, since its score is the sum of the tests.
 *
 * Source: the schema classroom50/result/v1, in foundation50/classroom50.
 */
export const classroom50Format: ReportFormat = {
  name: "classroom50",
  purpose: "Classroom 50: result.json",
  file: "result.json",
  finalOnly: true,
  check: (env) => void classroom50Run(env),
  render: (report, env) => ({ text: `${JSON.stringify(classroom50Result(report, env), null, 2)}\n` }),
};

/** What its runner says of a submission. */
interface Classroom50Run {
  readonly classroom: string;
  readonly assignment: string;
  readonly assignment_type: string;
  readonly owner: string;
  readonly submission: string;
  readonly commit: string;
  readonly release: string;
  readonly review: string;
}

/** Throws ToolError, which names all variables that are missing. A variable that is empty is not set. */
function classroom50Run(env: Environment): Classroom50Run {
  const missing: string[] = [];
  const needed = (name: string): string => {
    const value = setInEnvironment(env, name);
    if (value === undefined) missing.push(name);
    return value ?? "";
  };
  const commit = needed("COMMIT_URL");
  const run = {
    classroom: needed("CLASSROOM"),
    assignment: needed("ASSIGNMENT"),
    assignment_type: setInEnvironment(env, "ASSIGNMENT_TYPE") ?? "individual",
    owner: setInEnvironment(env, "OWNER") ?? needed("USERNAME"),
    submission: needed("SUBMISSION_TAG"),
    commit,
    release: needed("RELEASE_URL"),
    review: setInEnvironment(env, "REVIEW_URL") ?? commit,
  };
  if (missing.length === 0) return run;
  throw new ToolError(
    `expected the environment variables ${missing.join(", ")} for --format classroom50, got none; the platform's runner sets them`,
  );
}

/** Workflows set a variable to "" when there is nothing to say. */
function setInEnvironment(env: Environment, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}

function classroom50Result(report: GradeReport, env: Environment): object {
  const gradedAt = `${report.startedAt.slice(0, 19)}Z`;
  const submittedBy = classroom50Submitter(env);
  return {
    schema: "classroom50/result/v1",
    ...classroom50Run(env),
    // The runner puts the commit's own time here; ours is for runs without it.
    datetime: gradedAt,
    graded_at: gradedAt,
    score: report.score,
    "max-score": report.maxScore,
    tests: report.tests.filter(({ optional }) => optional !== true).map(classroom50TestResult),
    ...(submittedBy === undefined ? {} : { submitted_by: submittedBy }),
  };
}

function classroom50TestResult(test: TestReport): object {
  const { name, description, status, score, maxScore } = test;
  return {
    "test-name": name,
    passed: status === "passed",
    score,
    "max-score": maxScore,
    description,
    ...whyNotGraded(test),
  };
}

function classroom50Submitter({
  GITHUB_ACTOR: username,
  GITHUB_ACTOR_ID: id,
}: Environment): object | undefined {
  if (username === undefined || username === "") return undefined;
  return { username, id: id !== undefined && /^\d+$/.test(id) ? Number(id) : null };
}
