import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { realmLaunch } from "labrpc/isolation";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames, readLab } from "toolkit/labs/readLab";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import type { TestRun } from "../../src/protocol/TestRun";
import { runTests } from "../../src/run/runTests";

/** Wrong submissions of each lab that are looked at; which, the alphabet decides. */
const CHAFFS = 1;
const SEEDS = [1, 2];

describe("student code in processes of its own", () => {
  for (const name of labNames(KIT_ROOT)) {
    const lab = readLab(KIT_ROOT, name);
    const chaffs = join(KIT_ROOT, "corpus", name, "chaffs");
    const wrong = readdirSync(chaffs)
      .slice(0, CHAFFS)
      .map((chaff) => join(chaffs, chaff));
    // Judging scenarios takes as long as all else, and is done alike in all labs.
    const tests = lab.manifest.tests.filter(({ scenarios }) => scenarios !== true || name === "lab1");

    it(`does in ${name} what it does without, event for event`, async () => {
      const made = wrong.map((folder) => materialisePatchedEntry(KIT_ROOT, name, folder));
      const submissions = [join(KIT_ROOT, "solutions", name), ...made.map((one) => one?.folder ?? "")];
      const requests = submissions.flatMap((submission, index) =>
        tests.map(({ name: test, seeds = SEEDS.length, scenarios = false }) => ({
          submission,
          test,
          seeds: SEEDS.slice(0, index === 0 ? seeds : 1),
          stopAtFirstFailure: false,
          // Of scenarios nothing is taken from an earlier run, then.
          repeat: scenarios,
        })),
      );
      const launch = realmLaunch("process", 300);
      const isolation = { launch, processes: 2, secret: "any" };
      const here = await runTests(lab, requests, { jobs: 2 });
      const elsewhere = await runTests(lab, requests, { jobs: 2, isolation });
      for (const one of made) one?.dispose();
      expect(elsewhere.map(withoutTime)).to.deep.equal(here.map(withoutTime));
      expect(here.slice(0, tests.length).map(({ ending }) => ending.kind)).to.not.include("failed");
      expect(here.slice(tests.length).map(({ ending }) => ending.kind)).to.include("failed");
    }).timeout(600_000);
  }
});

describe("a failure of student code in a process of its own", () => {
  it("is explained as it is without, with what the hosts held", async () => {
    const chaff = join(KIT_ROOT, "corpus/lab1/chaffs/duplicate-check-for-put-only");
    const made = materialisePatchedEntry(KIT_ROOT, "lab1", chaff);
    if (made === undefined) throw new Error("expected a chaff, got none");
    const request = {
      submission: made.folder,
      test: "TestUnreliableOneKey",
      seeds: [1],
      stopAtFirstFailure: true,
    };
    const isolation = { launch: realmLaunch("process", 300), processes: 2, secret: "any" };
    try {
      const lab = readLab(KIT_ROOT, "lab1");
      const here = await runTests(lab, [request], { jobs: 1, minimise: "quick" });
      const elsewhere = await runTests(lab, [request], { jobs: 1, minimise: "quick", isolation });
      expect(elsewhere.map(withoutTime)).to.deep.equal(here.map(withoutTime));
      const { explanation, record } = here[0]?.first ?? {};
      expect(explanation).to.include.keys("state", "twin");
      expect(record?.state?.changes.map(({ path }) => path)).to.include('#values["k"]');
    } finally {
      made.dispose();
    }
  }).timeout(600_000);
});

/** Handlers that end before they first wait, in each way in which they may. */
const AT_ONCE = `
export class KVServer {
  get() { throw new Error("not now"); }
  put() { return Symbol("no message"); }
  append() { return { ok: true, value: "" }; }
}
`;

describe("handlers that end at once, in processes of their own", () => {
  it("fail as they do without", async () => {
    const lab = readLab(KIT_ROOT, "lab1");
    const submission = mkdtempSync(join(tmpdir(), "at-once-"));
    cpSync(join(KIT_ROOT, "solutions/lab1"), submission, { recursive: true });
    writeFileSync(join(submission, "server.ts"), AT_ONCE);
    const tests = ["TestBasic", "TestRejection", "TestStaticShards"];
    const requests = tests.map((test) => ({ submission, test, seeds: [1], stopAtFirstFailure: false }));
    const isolation = { launch: realmLaunch("process", 300), processes: 2, secret: "any" };
    const here = await runTests(lab, requests, { jobs: 1 });
    const elsewhere = await runTests(lab, requests, { jobs: 1, isolation });
    rmSync(submission, { recursive: true });
    expect(here.map(({ ending }) => ending.kind)).to.not.include.members(["passed", "trouble"]);
    expect(elsewhere.map(withoutTime)).to.deep.equal(here.map(withoutTime));
  }).timeout(600_000);
});

function withoutTime(run: TestRun): TestRun {
  return { ...run, elapsedMs: 0 };
}
