import { expect } from "chai";
import { exploreDuration, exploreDurationInWords } from "../../../src/explore/search/exploreDuration";

describe("a length of time", () => {
  it("is read with its unit", () => {
    expect(["250ms", "60s", "1.5m", "1h"].map(exploreDuration)).to.deep.equal([
      250, 60_000, 90_000, 3_600_000,
    ]);
    for (const text of ["60", "s", "-1s", "1d", "1 s", ""])
      expect(() => exploreDuration(text), text).to.throw(/Expected a time/);
  });

  it("is written so that a person can read it", () => {
    expect([1_234, 59_940, 65_000].map(exploreDurationInWords)).to.deep.equal([
      "1.2 s",
      "59.9 s",
      "1 min 05 s",
    ]);
  });
});
