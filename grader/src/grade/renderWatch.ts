import { Chalk } from "chalk";
import { quotedBehind } from "toolkit/text/quote";
import { cleanName } from "toolkit/text/studentText";
import type { TestRun } from "../protocol/TestRun";

/** Empties a terminal, and what it has scrolled away too: the newest result is the only one to look at. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";
/** Files that are named. */
const MOST_FILES = 3;

/** A round begins. */
export interface WatchStart {
  /** Paths; none in the first round. */
  readonly changed: readonly string[];
  /** How many tests failed last time. */
  readonly failing: number;
  readonly terminal: boolean;
  readonly color: boolean;
}

/** What a round of watching begins with. */
export function renderWatchStart(lab: string, { changed, failing, terminal, color }: WatchStart): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  if (changed.length === 0) return paint.bold(`${lab}: watching; a change begins a new round\n`);
  const named = changed.slice(0, MOST_FILES).map((file) => cleanName(file));
  const more = changed.length - named.length;
  const files = `${named.join(", ")}${more === 0 ? "" : ` and ${String(more)} more`} changed`;
  const next =
    failing === 0 ? "" : `; first the ${failing === 1 ? "test" : `${String(failing)} tests`} that failed`;
  return `${terminal ? CLEAR : ""}${paint.bold(`${lab}: ${files}${next}`)}\n`;
}

/** A test that did not fail before; a line, there before anybody has looked for the smallest counterexample. */
export function renderFirstFailure(
  { test, seed, why }: { readonly test: string; readonly seed: number; readonly why: string },
  color: boolean,
): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  return `  ${paint.red("✗")} ${test} fails with seed ${String(seed)}: ${quotedBehind(why, 4)}\n`;
}

/** What becomes of a test with one seed, and whether it failed with that seed last time. */
export interface WatchLook {
  readonly run: TestRun;
  readonly seed: number;
  readonly hasFailed: boolean;
}

/** What became of a test that was looked at first; a line. */
export function renderFirstLook({ run, seed, hasFailed }: WatchLook, color: boolean): string {
  const { test, ending, first } = run;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const withSeed = `with seed ${String(seed)}`;
  if (ending.kind === "passed")
    return `  ${paint.green("✓")} ${test} passes ${hasFailed ? "now " : ""}${withSeed}\n`;
  const problem = "problems" in ending ? ending.problems[0] : undefined;
  const why =
    problem === undefined
      ? (first?.explanation.message ?? ("message" in ending ? ending.message : "it did not run"))
      : `${problem.file}:${String(problem.line)}:${String(problem.column)} ${problem.message}`;
  return `  ${paint.red("✗")} ${test} ${hasFailed ? "still " : ""}fails ${withSeed}: ${quotedBehind(why, 4)}\n`;
}
