import { expect } from "chai";
import { placeOfMistake } from "../../../src/report/source/placeOfMistake";

const UNAWAITED =
  'clerk-0\'s put("k","one") finished at 0.7 ms, before the reply to the put that it sent at rooms/client.ts:24:47 had come: is an `await` missing?';

describe("placeOfMistake", () => {
  it("is where the failure happened, whatever the details name", () => {
    const failure = { file: "server.ts", line: 3, column: 5, details: [UNAWAITED] };
    expect(placeOfMistake(failure)).to.deep.equal({ file: "server.ts", line: 3, column: 5 });
  });

  it("is the request that nobody waited for, where nothing else says where", () => {
    const place = { file: "rooms/client.ts", line: 24, column: 47 };
    expect(placeOfMistake({ details: ["another detail", UNAWAITED] })).to.deep.equal(place);
    expect(placeOfMistake({ details: ["clerk-0 waits for server-0, called at client.ts:1:1"] })).to.equal(
      undefined,
    );
    expect(placeOfMistake({})).to.equal(undefined);
  });

  it("is the timer that does not wait", () => {
    for (const asked of ["NaN", "Infinity", "1e+21"]) {
      const odd = `a set a timer of ${asked} ms at sleepy.ts:6:36, and it fires after 1 ms, as in Node`;
      expect(placeOfMistake({ details: [odd, UNAWAITED] })).to.deep.equal({
        file: "sleepy.ts",
        line: 6,
        column: 36,
      });
    }
  });
});
