import type { ChalkInstance } from "chalk";
import Table from "cli-table3";
import type { GradeReport, TestReport } from "../GradeReport";
import { SCREEN_COLUMNS } from "./screenRows";

/** A row for each test: what a grading shows when there is nothing to mend. */
export function renderTestsTable(report: GradeReport, paint: ChalkInstance): string {
  const rows = new Table({
    head: ["Part", "Test", "Points", "Seeds", "Time"],
    colAligns: ["left", "left", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const test of report.tests) {
    const { part, name, optional, hidden, status, score, maxScore } = test;
    const mark = { passed: paint.green("✓"), failed: paint.red("✗"), "not-run": paint.yellow("–") }[status];
    rows.push([
      String(part),
      `${mark} ${name}${optional === true ? paint.dim(" (optional)") : ""}${hidden === true ? paint.dim(" (hidden)") : ""}`,
      `${String(score)}/${String(maxScore)}`,
      seedsCellText(test),
      testTimeText(test),
    ]);
  }
  return rows.toString();
}

/** Nothing of a hidden test, whose time is not told. */
export function testTimeText({ hidden, elapsedMs }: TestReport): string {
  return hidden === true && elapsedMs === 0 ? "" : `${(elapsedMs / 1000).toFixed(2)} s`;
}

function seedsCellText({ status, seeds: { run, failed } }: TestReport): string {
  if (status === "not-run") return "not run";
  return failed === 0 ? String(run) : `${String(failed)} of ${String(run)} failed`;
}

/** Columns before the tests of a part. */
const INDENT = 15;

/**
 * A line for each part, with the tests that fail: what a grading shows when there is something to mend, which then has
 * the screen to itself.
 */
export function renderPartLines({ parts, tests }: GradeReport, paint: ChalkInstance): string {
  const lines = parts.map(({ part, optional, score, maxScore }) => {
    const ofPart = tests.filter((test) => test.part === part);
    const wrong = ofPart.filter(({ status }) => status !== "passed").map(testOfPart);
    const passed = ofPart.length - wrong.length;
    const head = `${String(part).padEnd(5)} ${`${String(score)}/${String(maxScore)}`.padStart(6)}`;
    const end = optional === true ? " (optional)" : "";
    if (wrong.length === 0) return `${head} ${paint.green("✓")} ${countOfTests(passed)}${end}`;
    const [first = "", ...others] = wrappedNames(wrong);
    const rest = others.map((line) => " ".repeat(INDENT) + line);
    return [`${head} ${paint.red("✗")} ${first}`, ...rest].join("\n") + end;
  });
  return [`Part  Points   Failing tests (of how many seeds)`, ...lines].join("\n");
}

function countOfTests(count: number): string {
  return count === 1 ? "its test passes" : `all ${String(count)} tests pass`;
}

function testOfPart({ name, hidden, status, seeds: { run, failed } }: TestReport): string {
  const kind = hidden === true ? ", hidden" : "";
  return status === "not-run" ? `${name} (not run)` : `${name} (${String(failed)} of ${String(run)}${kind})`;
}

/** Names with commas between them, in lines that fit a screen. */
function wrappedNames(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(name);
    else if (INDENT + last.length + 2 + name.length < SCREEN_COLUMNS)
      lines[lines.length - 1] = `${last}, ${name}`;
    else {
      lines[lines.length - 1] = `${last},`;
      lines.push(name);
    }
  }
  return lines;
}
