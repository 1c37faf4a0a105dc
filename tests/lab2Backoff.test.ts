import { expect } from "chai";
import { Simulation } from "labrpc/simulation";
import { expectLatePauses } from "../lab2/tests/support/expectBackoff";

/** Whether a clerk's late pauses are taken for wrong, each of them this part of the longest. */
async function areRefused(part: number): Promise<boolean> {
  const pauses = Array.from({ length: 70 }, () => 500 * part);
  const { outcome } = await new Simulation({ seed: 1 }).run((sim) => {
    expectLatePauses(sim, pauses, { retryDelay: 1, maxDelay: 500 });
    return Promise.resolve();
  });
  return outcome.kind === "failed";
}

describe("lab 2's look at late pauses", () => {
  it("lets full jitter be unlucky", async () => {
    for (const part of [0.15, 0.5, 1]) expect(await areRefused(part)).to.equal(false);
  });

  it("refuses pauses of which half begin anew, and ones that grow on", async () => {
    for (const part of [0.113, 2]) expect(await areRefused(part)).to.equal(true);
  });
});
