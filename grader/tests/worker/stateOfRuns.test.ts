import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { testRun, type SeedResult } from "labrpc/testing";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames } from "toolkit/labs/readLab";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { LabTests } from "../../src/worker/LabTests";

/** Wrong submissions of each lab that are looked at, by the tests that catch them; which, the alphabet decides. */
const CHAFFS = 1;
/** Of the tests, every fourth: there are more than a hundred. */
const EVERY = 4;

describe("recording the state of hosts", () => {
  const { settings } = testRun;
  afterEach(() => {
    testRun.settings = settings;
  });

  for (const lab of labNames(KIT_ROOT)) {
    it(`changes nothing in the runs of ${lab}, right or wrong`, async () => {
      const folder = join(KIT_ROOT, lab, "tests");
      const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
      const tests = new LabTests(files.map((name) => join(folder, name)));
      const wrong = readdirSync(join(KIT_ROOT, "corpus", lab, "chaffs"))
        .slice(0, CHAFFS)
        .map((name) => join(KIT_ROOT, "corpus", lab, "chaffs", name));
      let changes = 0;
      const runs = async (
        submission: string,
        names: readonly string[],
        recordState: boolean,
      ): Promise<unknown[]> => {
        const seen: unknown[] = [];
        const onSeed = ({ test, digest, events, virtualMs, outcome, record }: SeedResult): void => {
          seen.push({ test, digest, events, virtualMs, kind: outcome.kind });
          changes += record?.state?.changes.length ?? 0;
          expect(record?.state === undefined).to.equal(!recordState);
        };
        testRun.settings = { submission, seeds: [1], recorded: true, recordState, onSeed };
        for (const name of names) await tests.run(name);
        return seen;
      };
      const compare = async (submission: string, names: readonly string[]): Promise<void> => {
        expect(await runs(submission, names, true)).to.deep.equal(await runs(submission, names, false));
      };
      // Its scenarios are played with many programs, in simulations of their own.
      const own = tests.names.filter((name) => name !== "TestScenarios");
      const some = own.filter((_, place) => place % EVERY === 0);
      await compare(join(KIT_ROOT, "solutions", lab), some);
      for (const chaff of wrong) {
        const { caughtBy } = JSON.parse(readFileSync(join(chaff, "chaff.json"), "utf8")) as {
          caughtBy: string[];
        };
        const made = materialisePatchedEntry(KIT_ROOT, lab, chaff);
        if (made === undefined) continue;
        try {
          await compare(made.folder, caughtBy.slice(0, 1));
        } finally {
          made.dispose();
        }
      }
      expect(changes).to.be.greaterThan(500);
    }).timeout(180_000);
  }
});
