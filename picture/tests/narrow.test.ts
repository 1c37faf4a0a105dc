import { expect } from "chai";
import { dedentFrame } from "../src/dedentFrame";
import { failingOperationTexts } from "../src/failingOperationTexts";

describe("failingOperationTexts", () => {
  it("says less and less, and keeps what the operation came to longest", () => {
    const operation = `put("k","${"x".repeat(90)}",1) threw ErrTimeout: No reply arrived. (put of k, version 1)`;
    const texts = failingOperationTexts(operation, "fails");
    expect(texts.slice(1)).to.deep.equal([
      "put(…) threw ErrTimeout: fails",
      'put("k","xxxxxxxxxxxxxx…xxxxxxxxx",1) threw ErrTimeout',
      "put(…) threw ErrTimeout",
      "fails",
    ]);
    expect(texts[0]).to.equal(`${texts[2] ?? ""}: fails`);
  });

  it("cuts a long answer in its middle, and takes an operation without arguments as it is", () => {
    const [, , , short] = failingOperationTexts(`get("k") → "${"a".repeat(40)}z"`, "is wrong");
    expect(short).to.equal('get(…) → "aaaaaaaaaa…aaaaaaaz"');
    expect(failingOperationTexts("stop", "never returns")).to.deep.equal([
      "stop: never returns",
      "stop",
      "never returns",
    ]);
  });
});

describe("dedentFrame", () => {
  it("takes away what all lines begin with, and moves the mark along", () => {
    const frame = ["   9 |     if (x)", "> 10 |       return y;", "     |              ^", "  11 |"];
    expect(dedentFrame(frame)).to.deep.equal([
      "   9 | if (x)",
      "> 10 |   return y;",
      "     |          ^",
      "  11 |",
    ]);
  });

  it("leaves alone what begins at the margin, or is no frame", () => {
    for (const frame of [["> 1 | a", "    | ^", "  2 |   b"], ["anything else", "> 2 |   b"], []])
      expect(dedentFrame(frame)).to.deep.equal(frame);
  });
});
