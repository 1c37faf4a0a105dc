import { expect } from "chai";
import { evenTimeAxis, pausingTimeAxis } from "../../src/model/TimeAxis";

describe("the time axis", () => {
  it("keeps the order of time, and finds the time of a place", () => {
    const axis = pausingTimeAxis(0, 1010, [1, 2, 2, 3, 1003, 1004]);
    const places = [0, 1, 1.5, 2, 3, 500, 1003, 1010].map((ms) => axis.place(ms));
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
    for (const ms of [0, 1.5, 500, 1009]) expect(axis.time(axis.place(ms))).to.be.closeTo(ms, 1e-6);
  });

  it("draws a long pause short, and says which it is", () => {
    const axis = pausingTimeAxis(0, 1004, [1, 2, 3, 1003]);
    expect(axis.pauses).to.deep.equal([{ from: 3, until: 1003 }]);
    expect(axis.place(1003) - axis.place(3)).to.be.below(4 * (axis.place(2) - axis.place(1)));
    expect(evenTimeAxis(0, 1004).place(1003)).to.equal(1003);
  });

  it("copes with a run of a single moment", () => {
    expect(pausingTimeAxis(0, 0, [0]).place(0)).to.equal(0);
  });
});
