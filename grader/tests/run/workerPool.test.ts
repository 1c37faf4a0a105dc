import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { WorkerPool } from "../../src/run/WorkerPool";
import { FIXTURE_KIT } from "../support/runGrade";

describe("WorkerPool", () => {
  it("goes on with the submission that a process has warm, and then takes the next", async () => {
    const order = await orderOfJobs((run) => Promise.all(["one", "other", "one", "other", "one"].map(run)));
    expect(order).to.deep.equal(["one", "one", "one", "other", "other"]);
  }).timeout(60_000);

  it("waits a moment for the next job of a submission before it takes another's", async () => {
    const order = await orderOfJobs((run) =>
      Promise.all(
        ["one", "other"].map(async (name) => {
          for (let job = 0; job < 3; job++) await run(name);
        }),
      ),
    );
    expect(order).to.deep.equal(["one", "one", "one", "other", "other", "other"]);
  }).timeout(60_000);

  it("begins with one process on a fresh clone, and with all of them as soon as that has compiled", async () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const submission = join(FIXTURE_KIT, "solutions/sum");
    // By default it looks whether the lab's tests are compiled, which they are from the first time on.
    for (const isFresh of [true, false, undefined]) {
      const pool = new WorkerPool(lab, 2, undefined, isFresh);
      try {
        const runs = lab.manifest.tests.slice(0, 2).map(async ({ name: test }) => {
          const { ending } = await pool.run({ test, seeds: [1], submission, stopAtFirstFailure: false });
          return ending.kind;
        });
        expect(pool.size).to.equal(isFresh === true ? 1 : 2);
        expect(await Promise.all(runs)).to.deep.equal(["passed", "passed"]);
        expect(pool.size).to.be.at.most(2);
      } finally {
        pool.stop();
      }
    }
  }).timeout(60_000);
});

/** Whose jobs came to their end, in that order, in a pool of one process. */
async function orderOfJobs(
  ask: (run: (name: string) => Promise<void>) => Promise<unknown>,
): Promise<readonly string[]> {
  const lab = readLab(FIXTURE_KIT, "sum");
  const parent = temporaryFolder();
  const [test = ""] = lab.manifest.tests.map(({ name }) => name);
  const pool = new WorkerPool(lab, 1);
  const order: string[] = [];
  try {
    await ask(async (name) => {
      const submission = join(parent, name);
      cpSync(join(FIXTURE_KIT, "solutions/sum"), submission, { recursive: true });
      const { ending } = await pool.run({ test, seeds: [1], submission, stopAtFirstFailure: false });
      expect(ending.kind).to.equal("passed");
      order.push(name);
    });
  } finally {
    pool.stop();
  }
  return order;
}
