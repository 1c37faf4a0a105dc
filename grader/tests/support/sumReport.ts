import { readLab } from "toolkit/labs/readLab";
import { buildReport, type LabFindings } from "../../src/report/buildReport";
import type { GradeReport } from "../../src/report/GradeReport";
import type { TestRun } from "../../src/protocol/TestRun";
import { FIXTURE_KIT } from "./runGrade";

/** The fixture lab of two tests. */
export const SUM_LAB = readLab(FIXTURE_KIT, "sum");
/** Of a test that passed. */
export const passed: TestRun = {
  test: "TestTwo",
  run: 4,
  failed: 0,
  ending: { kind: "passed" },
  elapsedMs: 12.3,
};
/** Of one that failed, with texts that are markup elsewhere. */
export const failed: TestRun = {
  test: "TestMany",
  run: 2,
  failed: 1,
  ending: { kind: "failed", message: "mocha's words" },
  elapsedMs: 7,
  first: {
    seed: 2,
    explanation: {
      kind: "failed",
      message: "the sum is *wrong*",
      expected: "10",
      got: "`11`",
      host: "client",
      file: "client.ts",
      line: 3,
      column: 5,
      details: ["a detail"],
      lastEvents: ["1.0 ms  client begins"],
      console: ["1.0 ms  client log: ```"],
    },
  },
};

/** What was found about a submission to the fixture lab "sum", as a report. */
export function sumReport(changes: Partial<LabFindings> = {}): GradeReport {
  return buildReport({
    lab: SUM_LAB,
    tests: SUM_LAB.manifest.tests,
    runs: [passed, failed],
    artifacts: [],
    types: { kind: "checked", errors: [] },
    lateDays: { days: 0 },
    flags: " --solution",
    startedAt: 0,
    elapsedMs: 1234.5,
    ...changes,
  });
}
