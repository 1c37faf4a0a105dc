import { expect } from "chai";
import { buildPicture } from "../../src/model/buildPicture";
import { event, madeRecord } from "../support/madeRecord";

const CALL = 'get({"key":"k"})';

describe("bars", () => {
  const begin = event(1, "begin", "client", undefined, 7, 'get("k")');
  const end = event(4, "end", "client", undefined, 7, 'get("k") → "x"');

  it("come from begin and end, whatever calls have the same number", () => {
    const { bars, keys } = buildPicture(
      madeRecord([begin, event(2, "call", "client", "server", 7, CALL), end]),
    );
    expect(bars).to.have.length(1);
    expect(bars[0]).to.deep.include({ from: 1, until: 4, status: "plain", text: 'get("k") → "x"', key: 0 });
    expect(keys).to.deep.equal(["k"]);
  });

  it("come from the history, once each, with effect and order", () => {
    const operation = { client: "client", text: 'get("k") → "x"', called: 1.000001, returned: 4.000002 };
    const picture = buildPicture(
      madeRecord([begin, end], {
        history: {
          operations: [
            { ...operation, effect: 2, status: "placed" },
            { ...operation, client: "server", effect: null, status: "impossible" },
          ],
          reasons: ["because"],
        },
      }),
    );
    expect(picture.bars).to.have.length(2);
    expect(picture.bars.find(({ status }) => status === "placed")).to.deep.include({
      effect: 2,
      order: 1,
      beginEvent: 0,
      endEvent: 1,
    });
    expect(picture.failing?.why).to.equal("impossible");
  });

  it("of one host lie below each other when they overlap", () => {
    const { bars } = buildPicture(
      madeRecord([begin, event(2, "begin", "client", undefined, 8, 'get("j")'), end]),
    );
    expect(bars.map(({ row, until }) => ({ row, until }))).to.deep.equal([
      { row: 0, until: 4 },
      { row: 1, until: null },
    ]);
  });

  it("name the one that the failure is about", () => {
    const failingOf = (message: string): string | undefined =>
      buildPicture(
        madeRecord(
          [
            event(0, "begin", "client", undefined, 6, 'put("k")'),
            begin,
            event(3, "error", "client", undefined, 7, 'get("k") threw Error: no such thing'),
            event(4, "begin", "client", undefined, 9, 'get("z")'),
            event(5, "end", "client", undefined, 9, 'get("z") → 1'),
          ],
          { failure: { message, details: [] } },
        ),
      ).failing?.why;
    expect(failingOf("deadlock: nothing is left to run")).to.equal("never-returned");
    expect(failingOf("client's get threw Error: no such thing")).to.equal("threw");
    expect(failingOf("expected 2")).to.equal("last");
    expect(failingOf('client\'s get("z") must be 2')).to.equal("named");
  });
});
