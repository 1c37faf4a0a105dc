import { expect } from "chai";
import { join } from "node:path";
import { runExplorePool } from "../../../src/explore/search/runExplorePool";
import { readLab } from "toolkit/labs/readLab";
import { FIXTURE_KIT } from "../../support/runGrade";

describe("runPool", () => {
  it("takes no job and starts no process when it is over", async () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const over = new AbortController();
    const submission = join(FIXTURE_KIT, "solutions/sum");
    let taken = 0;
    await runExplorePool(lab, {
      jobs: 1,
      signal: over.signal,
      take: () => {
        taken += 1;
        return {
          request: { submission, test: "TestTwo", seeds: [1], stopAtFirstFailure: true },
          done: () => over.abort(),
        };
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).to.be.at.most(2);
  });
});
