import { expect } from "chai";
import { readLab } from "toolkit/labs/readLab";
import { runTests } from "../../src/run/runTests";
import type { RunProgress } from "../../src/run/RunProgress";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("the progress of a run", function () {
  this.timeout(60_000);

  it("tells of each seed before and after it runs, and of the search for the counterexample", async () => {
    const submission = temporaryFolder({
      "client.ts": "export class Adder { sum(numbers: number[]) { return numbers.length; } }\n",
    });
    const told: RunProgress[] = [];
    await runTests(
      readLab(FIXTURE_KIT, "sum"),
      [{ submission, test: "TestTwo", seeds: [1, 2], stopAtFirstFailure: false }],
      { jobs: 1, minimise: "quick", onProgress: (progress) => told.push(progress) },
    );
    const test = "TestTwo";
    const why = told.flatMap((one) => (one.kind === "seed" && one.why !== undefined ? [one.why] : []))[0];
    expect(why).to.be.a("string");
    expect(told).to.deep.equal([
      { kind: "seed-start", test, seed: 1 },
      { kind: "seed", test, seed: 1, failed: true, why },
      { kind: "seed-start", test, seed: 2 },
      { kind: "seed", test, seed: 2, failed: true, why },
      { kind: "minimising", test },
    ]);
  });
});
