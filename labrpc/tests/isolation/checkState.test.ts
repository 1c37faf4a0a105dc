import { expect } from "chai";
import { checkState } from "../../src/isolation/protocol/checkState";

describe("what a realm process says of the state of a host", () => {
  const text = (changed: unknown, isOver: unknown = false): string => JSON.stringify({ changed, isOver });

  it("is taken when it is of the host that the event was about", () => {
    for (const good of [
      text([]),
      text([
        [3, "KVServer", "#n", "1"],
        [3, "KVServer", "#m", null],
      ]),
      text([], true),
    ])
      expect(() => {
        checkState(good, 3);
      }).to.not.throw();
  });

  it("is refused when it is of another host, too long, or something else", () => {
    for (const bad of [
      7,
      "{",
      "null",
      text("x"),
      text([], 1),
      text([[4, "KVServer", "#n", "1"]]),
      text([[3, "KVServer", "#n"]]),
      text([[3, "KVServer", 1, "1"]]),
      text([[3, "KVServer", "#n", 1]]),
      text([[3, "KVServer", "x".repeat(5_000), "1"]]),
      text(Array.from({ length: 10_001 }, () => [3, "KVServer", "#n", "1"])),
    ])
      expect(
        () => {
          checkState(bad, 3);
        },
        JSON.stringify(bad).slice(0, 80),
      ).to.throw(TypeError);
  });
});
