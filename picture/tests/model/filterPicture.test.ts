import { expect } from "chai";
import { buildPicture } from "../../src/model/buildPicture";
import { filterPicture, isArrowVisible } from "../../src/model/filterPicture";
import { syntheticRecord } from "../support/syntheticRecord";

describe("filters", () => {
  const record = syntheticRecord(600);
  const picture = buildPicture(record);
  const all = { hosts: undefined, key: undefined, hidden: new Set<never>() };

  it("show everything at first", () => {
    expect(filterPicture(picture, all).events).to.have.length(record.events.length);
  });

  it("leave one key's events and the hosts that have some", () => {
    const key = picture.keys.indexOf("plum");
    const visible = filterPicture(picture, { ...all, key });
    const calls = [...visible.events].map((at) => picture.events[at]!).filter(({ kind }) => kind === "call");
    expect(calls.length).to.be.above(5);
    expect(calls.every(({ text }) => text.includes('"plum"'))).to.equal(true);
    expect(visible.events.length).to.be.below(record.events.length);
  });

  it("leave the chosen hosts, and arrows between them only", () => {
    const hosts = new Set([0, picture.hosts.length - 1]);
    const visible = filterPicture(picture, { ...all, hosts });
    expect(visible.lanes).to.deep.equal([...hosts]);
    const arrows = picture.arrows.filter((arrow) => isArrowVisible(arrow, visible));
    expect(arrows.length).to.be.above(0);
    expect(arrows.every(({ from, to }) => hosts.has(from) && hosts.has(to))).to.equal(true);
  });

  it("hide kinds", () => {
    const visible = filterPicture(picture, { ...all, hidden: new Set(["lost", "duplicates"] as const) });
    const left = picture.arrows.filter((arrow) => isArrowVisible(arrow, visible));
    expect(left.some(({ arrival, leg }) => arrival === "lost" || leg === "copy")).to.equal(false);
    expect(left.length).to.be.above(0);
  });
});
