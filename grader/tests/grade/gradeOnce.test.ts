import { expect } from "chai";
import { setImmediate } from "node:timers/promises";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import { gradeOnce, type GradedOnce } from "../../src/grade/gradeOnce";
import type { CheckTypes } from "../../src/types/TypeCheck";
import type { runTests } from "../../src/run/runTests";
import { FIXTURE_KIT } from "../support/runGrade";

/** A check of types that has no answer before it is told to stop, and notes when it has stopped. */
function endlessCheck(): { readonly checkTypes: CheckTypes; readonly hasStopped: () => boolean } {
  let stopped = false;
  const checkTypes: CheckTypes = (_, signal) =>
    new Promise((resolve) => {
      signal?.addEventListener("abort", () => {
        void setImmediate().then(() => {
          stopped = true;
          resolve({ kind: "unavailable", message: "stopped" });
        });
      });
    });
  return { checkTypes, hasStopped: () => stopped };
}

describe("gradeOnce", () => {
  const lab = readLab(FIXTURE_KIT, "sum");
  let submission: Submission;
  beforeEach(() => {
    submission = findSubmission(FIXTURE_KIT, lab, { kind: "own" });
  });
  afterEach(() => {
    submission.dispose();
  });

  function grade(run: typeof runTests, checkTypes: CheckTypes): Promise<GradedOnce> {
    const { tests } = lab.manifest;
    return gradeOnce({ lab, submission, tests, options: { jobs: 1 }, run, checkTypes });
  }

  it("ends when nobody reads the submission any more: a file does not parse", async () => {
    const { checkTypes, hasStopped } = endlessCheck();
    const problem = { file: "server.ts", line: 1, column: 1, message: "expected an expression" };
    const ending = { kind: "syntax-error", problems: [problem] } as const;
    await grade(
      (_, requests) =>
        Promise.resolve(requests.map(({ test }) => ({ test, run: 0, failed: 0, ending, elapsedMs: 0 }))),
      checkTypes,
    );
    expect(hasStopped()).to.equal(true);
  });

  it("ends when nobody reads the submission any more: the tests cannot be run", async () => {
    const { checkTypes, hasStopped } = endlessCheck();
    let thrown: unknown;
    await grade(() => Promise.reject(new Error("no processes left")), checkTypes).catch((error: unknown) => {
      thrown = error;
    });
    expect(thrown).to.have.property("message", "no processes left");
    expect(hasStopped()).to.equal(true);
  });
});
