import { expect } from "chai";
import { firstSeeds } from "labrpc/testing";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames, readLab } from "toolkit/labs/readLab";
import { runTests } from "../../src/run/runTests";

/** The first run of the second seed is in the realm that the first seed has used. */
const SEEDS = 2;

describe("a used realm", () => {
  for (const name of labNames(KIT_ROOT))
    it(`gives each test of ${name} the same run as a fresh one`, async () => {
      const lab = readLab(KIT_ROOT, name);
      const submission = join(KIT_ROOT, "solutions", name);
      // One of lab 2 has a single seed, whose two runs take longer than all the others; judging scenarios takes as long
      // again, and is done alike in all labs.
      const tests = lab.manifest.tests.filter(
        ({ seeds = SEEDS, scenarios }) => seeds >= SEEDS && (scenarios !== true || name === "lab1"),
      );
      const requests = tests.map(({ name: test }) => ({
        submission,
        test,
        seeds: firstSeeds(SEEDS),
        stopAtFirstFailure: false,
        // The second run of each seed has a realm of its own.
        repeat: true,
      }));
      const runs = await runTests(lab, requests, { jobs: 1 });
      const others = runs.filter(({ ending }) => ending.kind !== "passed");
      expect(others.map(({ test, ending }) => ({ test, ending }))).to.deep.equal([]);
      expect(runs.length).to.equal(tests.length);
    }).timeout(0);
});
