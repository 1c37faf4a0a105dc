import { expect } from "chai";
import fc from "fast-check";
import { BoundedLines } from "../../src/text/BoundedLines";

/** What comes of a text in these pieces. */
function linesOf(most: number, ...pieces: string[]): string[] {
  const lines = new BoundedLines(most);
  return [...pieces.flatMap((piece) => lines.add(piece)), ...lines.end()];
}

describe("BoundedLines", () => {
  it("cuts pieces into lines, whatever ends them", () => {
    expect(linesOf(10, "a\nb\r\nc\rd")).to.deep.equal(["a", "b", "c", "d"]);
    expect(linesOf(10, "a\r", "\nb", "c\n", "\n")).to.deep.equal(["a", "bc", ""]);
    expect(linesOf(10, "a\r", "", "\nb")).to.deep.equal(["a", "b"]);
    expect(linesOf(10)).to.deep.equal([]);
  });

  it("gives the beginning of a line that is too long at once, and drops the rest", () => {
    const lines = new BoundedLines(4);
    expect(lines.add("abc")).to.deep.equal([]);
    expect(lines.add("defg")).to.deep.equal(["abcd…"]);
    for (let i = 0; i < 100; i++) expect(lines.add("x".repeat(1_000))).to.deep.equal([]);
    expect(lines.add("y\nabcd\nabcde\n")).to.deep.equal(["abcd", "abcd…"]);
    expect(lines.end()).to.deep.equal([]);
  });

  it("gives the same lines however the text is divided", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r"), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const places = [0, ...cuts.filter((at) => at < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((to, i) => whole.slice(places[i], to));
        expect(linesOf(3, ...pieces)).to.deep.equal(linesOf(3, whole));
      }),
      { numRuns: 2_000 },
    );
  });
});
