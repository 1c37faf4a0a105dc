import { expect } from "chai";
import { compareHttpNodes } from "../programs/consistency/compareHttpNodes";
import { renderHttpNodeComparison } from "../programs/consistency/renderHttpNodeComparison";
import type { HttpKvNode } from "../programs/system/HttpKvNode";

/** What the consistency check prints where leader and followers hold this. */
async function checkOf(leader: object, ...followers: readonly object[]): Promise<string> {
  const node = (name: string, data: object): HttpKvNode =>
    ({ name, address: "http://leader", status: () => Promise.resolve({ data }) }) as unknown as HttpKvNode;
  const system = {
    origin: "running",
    leader: node("leader", leader),
    followers: followers.map((data, i) => node(`follower${String(i + 1)}`, data)),
  } as const;
  return renderHttpNodeComparison(await compareHttpNodes(system), system, { color: false });
}

describe("lab 4's consistency check", () => {
  it("says how many keys there are, one or many", async () => {
    const where = "(the system that runs at http://leader)\n";
    expect(await checkOf({ a: "1" }, { a: "1" })).to.equal(
      `✓ all followers hold what the leader holds: 1 key ${where}`,
    );
    expect(await checkOf({}, {})).to.contain(`: 0 keys ${where}`);
  });

  it("counts the keys that the leader does not have, too", async () => {
    expect(await checkOf({ a: "1" }, { a: "1" }, { a: "1", b: "2", c: "3" })).to.match(
      /^✗ keys that differ: 2 of 3 .*\n {2}follower2: "b": the leader has no such key, follower2 has "2"\n/,
    );
    expect(await checkOf({ a: "1" }, {}, { a: "2" })).to.contain("keys that differ: 1 of 1 ");
  });
});
