import { Chalk } from "chalk";
import { EXIT } from "toolkit/cli/EXIT";
import { ToolError } from "toolkit/cli/ToolError";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { quotedBelow, quotedBehind } from "toolkit/text/quote";
import { selectTests } from "../labs/selectTests";
import type { TestRun } from "../protocol/TestRun";
import { troubleText } from "../protocol/trouble";
import { runTests } from "../run/runTests";
import type { GradeContext } from "./GradeContext";
import type { GradeOptions } from "./GradeOptions";

/**
 * Runs a test with one seed and prints everything that its hosts print, in order, with virtual time and host. Nothing is
 * reported or written. Returns the exit code: 0 when that seed passes, 1 when it does not. Throws ToolError.
 */
export async function showConsole(
  name: string,
  options: GradeOptions,
  { root, cwd, print, color, signal }: GradeContext,
): Promise<number> {
  const lab = readLab(root, options.lab);
  selectTests(lab, { tests: [name] });
  const { seed = 1 } = options;
  const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  try {
    const { folder } = submission;
    const requests = [
      { submission: folder, test: name, seeds: [seed], stopAtFirstFailure: true, recorded: true },
    ];
    const more = signal === undefined ? {} : { signal };
    const [run] = (await runTests(lab, requests, { jobs: 1, ...more })) as [TestRun];
    if (run.ending.kind === "trouble") throw new ToolError(troubleText(run.ending));
    print(renderConsole(run, seed, color));
    return run.ending.kind === "passed" ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  } finally {
    submission.dispose();
  }
}

function renderConsole({ test, ending, first, replayed }: TestRun, seed: number, color: boolean): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const printed = (replayed?.events ?? []).filter(({ kind }) => kind === "console");
  const lines = printed.map(
    ({ at, host, text }) =>
      `${paint.dim(`${at.toFixed(3).padStart(10)} ms`)}  ${host}: ${quotedBehind(text, 4)}`,
  );
  const dropped = replayed?.complete === false ? ["(the run was long: earlier lines were not kept)"] : [];
  const why = first?.explanation.message ?? ("message" in ending ? ending.message : ending.kind);
  return `${[
    paint.bold(`${test}, seed ${String(seed)}: ${countOfLines(lines.length)}`),
    ...dropped,
    ...lines,
    ending.kind === "passed"
      ? paint.green("✓ this seed passes")
      : `${paint.red("✗ this seed fails:")}${quotedBelow(why, 2)}`,
  ].join("\n")}\n`;
}

function countOfLines(count: number): string {
  if (count === 0) return "nothing was printed";
  return count === 1 ? "one line was printed" : `${String(count)} lines were printed`;
}
