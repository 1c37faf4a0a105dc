import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { WorkerPool } from "../../src/run/WorkerPool";
import { FIXTURE_KIT } from "../support/runGrade";

describe("WorkerPool", () => {
  it("goes on with the submission that a process has warm, and then takes the next", async () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const [one, other] = ["one", "other"].map((name) => {
      const folder = join(temporaryFolder(), name);
      cpSync(join(FIXTURE_KIT, "solutions/sum"), folder, { recursive: true });
      return folder;
    }) as [string, string];
    const [test = ""] = lab.manifest.tests.map(({ name }) => name);
    const pool = new WorkerPool(lab, 1);
    const order: string[] = [];
    const run = async (submission: string): Promise<void> => {
      const { ending } = await pool.run({ test, seeds: [1], submission, stopAtFirstFailure: false });
      expect(ending.kind).to.equal("passed");
      order.push(submission);
    };
    try {
      await Promise.all([one, other, one, other, one].map(run));
    } finally {
      pool.stop();
    }
    expect(order).to.deep.equal([one, one, one, other, other]);
  }).timeout(60_000);
});
