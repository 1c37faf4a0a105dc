import { Chalk } from "chalk";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import type { Lab } from "toolkit/labs/readLab";
import type { FailureFields } from "../report/testFailure";
import { DOES_NOT_PARSE, renderCodeProblems } from "../report/render/renderCodeProblems";
import { placeOfReportFailure } from "../report/render/renderReportFailure";
import type { SubmissionSource } from "../report/source/SubmissionSource";
import { reportFailureOfTest } from "../report/reportFailureOfTest";
import { quotedBehind } from "toolkit/text/quote";
import { stubText } from "../protocol/stubText";
import type { TestRun } from "../protocol/TestRun";
import { troubleText } from "../protocol/trouble";

/** A test, and what became of it in the quick check. */
export interface VerifiedTest {
  readonly test: ManifestTest;
  readonly run: TestRun;
  readonly optional: boolean;
}

/** The quick check as text: a line for each test, and one more for what went wrong. */
export function renderVerifiedTests(check: {
  lab: Lab;
  tests: readonly VerifiedTest[];
  /** Names of tests that were left out because they are slow. */
  slow: readonly string[];
  /** What chose the submission; see Submission. */
  flags: string;
  /** The code that was checked: places lead to where it lies. Default: places alone. */
  source?: SubmissionSource;
  elapsedMs: number;
  color: boolean;
}): string {
  const { lab, tests, slow: left, flags, source, elapsedMs, color } = check;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const command = (more: string): string => {
    const options = `${flags}${more}`;
    return `npm run grade ${lab.name}${options === "" ? "" : ` --${options}`}`;
  };
  const unparsed = tests.find(({ run }) => run.ending.kind === "syntax-error")?.run.ending;
  if (unparsed?.kind === "syntax-error")
    return `${[
      paint.bold(`${lab.name}: quick check`),
      ...renderCodeProblems(DOES_NOT_PARSE, unparsed.problems, { paint: paint.red, source, frames: true }),
    ].join("\n")}\n`;
  const lines = tests.flatMap(({ test, run, optional }) => {
    const name = `${test.name}${optional ? paint.dim(" (optional)") : ""}`;
    if (run.ending.kind === "passed") return [`  ${paint.green("✓")} ${name}`];
    if (run.ending.kind === "trouble") {
      return [`  ${paint.yellow("?")} ${name}: not judged: ${troubleText(run.ending)}`];
    }
    const failure = reportFailureOfTest(test, run, (which, seed) =>
      command(` --test ${which} --seed ${String(seed)}`),
    );
    if (failure === undefined) return [`  ${paint.yellow("–")} ${name}: not run, no test file has it`];
    if (stubText(failure) !== undefined) return [`  ${paint.yellow("–")} ${name}: not written yet`];
    const { message, expected, got }: FailureFields = failure;
    const compared =
      expected === undefined
        ? ""
        : `: expected ${quotedBehind(expected, 6)}, got ${quotedBehind(got ?? "something else", 6)}`;
    const where = placeOfReportFailure(failure, source);
    const at = where === undefined || message.includes(where) ? "" : ` (${where})`;
    return [
      `  ${paint.red("✗")} ${name}: ${quotedBehind(source?.withPaths(message) ?? message, 6)}${compared}${at}`,
      `      ${paint.cyan("look closer:")} ${failure.replay}`,
    ];
  });
  const passed = tests.filter(({ run }) => run.ending.kind === "passed").length;
  return [
    paint.bold(`${lab.name}: quick check`),
    ...lines,
    `${String(passed)} of ${String(tests.length)} tests passed in ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(left.length === 0 ? [] : [`Left out because slow: ${left.join(", ")}`]),
    `Points, types, hints and all seeds: ${command("")}`,
    "",
  ].join("\n");
}
