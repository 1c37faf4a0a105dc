import { REPORT_FORMATS } from "grader/REPORT_FORMATS";
import type { GradeReport } from "grader/GradeReport";
import { renderTerminal } from "grader/renderTerminal";
import type { AttackEvidence, AttackExpectation } from "../../src/checks/AttackEvidence";
import { ATTACK_JSON_COPY, ATTACK_OUTPUTS } from "../../src/checks/attackGradeArguments";

/** The report of a store that only throws. */
export const REPORT: GradeReport = {
  schema: "grade-report/v1",
  lab: "lab1",
  title: "A store",
  score: 0,
  maxScore: 10,
  complete: false,
  parts: [{ part: 1, title: "Without failures", score: 0, maxScore: 10 }],
  tests: [
    {
      name: "TestBasic",
      part: 1,
      description: "one client",
      status: "failed",
      score: 0,
      maxScore: 10,
      seeds: { run: 1, failed: 1 },
      elapsedMs: 5,
      failure: {
        kind: "failed",
        message: "clerk-0's get threw Error: this store only throws",
        seed: 1,
        hint: "Write it.",
        replay: "npm run grade lab1",
        details: [],
        lastEvents: [],
        console: [],
      },
    },
  ],
  syntaxErrors: [],
  typeErrors: [],
  lateDays: { days: 0 },
  startedAt: "2026-10-01T00:00:00.000Z",
  elapsedMs: 100,
};

/** What the grader writes of a report, by name. */
export function filesOf(report: GradeReport): Map<string, string> {
  const texts = Object.entries(ATTACK_OUTPUTS).map(([name, file]): [string, string] => {
    const format = REPORT_FORMATS.find((one) => one.name === name);
    return [file, format?.render(report, {}).text ?? ""];
  });
  return new Map([[ATTACK_JSON_COPY, JSON.stringify(report)], ...texts]);
}

/** What is seen of a grader that holds. */
export function goodEvidence(report = REPORT): AttackEvidence {
  return {
    exitCode: 1,
    elapsedMs: 1000,
    terminal: renderTerminal(report, { color: false }),
    files: filesOf(report),
    left: [],
    changed: [],
  };
}

export const EXPECTATION: AttackExpectation = {
  most: 0,
  keeps: [],
  canaries: [{ what: "a file outside the submission", text: "file0123456789abcdef" }],
  word: "escaped0123456789",
};
