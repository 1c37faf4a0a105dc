import { expect } from "chai";
import { hintOfUnseenTest, testHint } from "../../src/labs/TestHint";

describe("a test's hint", () => {
  it("is a text, or a list of texts with conditions", () => {
    for (const hint of [
      "Use +.",
      [{ text: "Use +." }],
      [
        {
          when: { kind: "deadlock", faults: ["late", "none"], says: "x", shows: "y", operations: ["put"] },
          text: "a",
        },
      ],
    ])
      expect(testHint.safeParse(hint).error).to.equal(undefined);
  });

  it("has no condition that nothing can fulfil", () => {
    for (const hint of [
      "",
      [],
      [{ when: {} }],
      [{ when: { kind: "slow" }, text: "a" }],
      [{ when: { faults: [] }, text: "a" }],
      [{ when: { fault: "none" }, text: "a" }],
    ])
      expect(testHint.safeParse(hint).success, JSON.stringify(hint)).to.equal(false);
  });

  it("has one text for a failure of which nothing is told", () => {
    const [first, second] = [{ when: { says: "x" }, text: "first" }, { text: "second" }];
    expect(hintOfUnseenTest("Use +.")).to.equal("Use +.");
    expect(hintOfUnseenTest([first, second])).to.equal("second");
    expect(hintOfUnseenTest([first])).to.equal("first");
  });
});
