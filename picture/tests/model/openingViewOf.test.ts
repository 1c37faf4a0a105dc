import { expect } from "chai";
import { buildPicture } from "../../src/model/buildPicture";
import { openingViewOf } from "../../src/model/openingViewOf";
import { syntheticRecord } from "../support/syntheticRecord";

describe("the opening", () => {
  it("has a small run whole, and of a long one the failing operation", () => {
    const small = buildPicture(syntheticRecord(50, { clients: 2 }));
    expect(openingViewOf(small)).to.include({ from: small.from, until: small.until });
    const large = buildPicture(syntheticRecord(5_000));
    const bar = large.bars[large.failing!.bar]!;
    const { from, until, event: selected } = openingViewOf(large);
    expect(from).to.be.at.most(bar.from);
    expect(until).to.be.at.least(bar.until!);
    const inView = large.events.filter(({ at }) => at >= from && at <= until);
    expect(inView.length).to.be.within(30, 260);
    expect(large.events[selected!]).to.include({ kind: "end", host: "clerk-0" });
  });

  it("of a long run has the key of the failure alone, and the last operations on it", () => {
    const large = buildPicture(syntheticRecord(5_000));
    const bar = large.bars[large.failing!.bar]!;
    expect(large.keys.length).to.be.above(1);
    const { from, key } = openingViewOf(large);
    expect(key).to.equal(bar.key);
    const before = large.bars.filter((one) => one.key === bar.key && one.from < bar.from);
    const last = before.reduce((a, b) => (b.from > a.from ? b : a));
    expect(from).to.be.at.most(last.from);
    expect(openingViewOf(buildPicture(syntheticRecord(50, { clients: 2 }))).key).to.equal(undefined);
  });
});
