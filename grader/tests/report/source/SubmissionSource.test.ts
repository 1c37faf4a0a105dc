import { expect } from "chai";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { sourceFrame } from "../../../src/report/source/sourceFrame";
import { SubmissionSource } from "../../../src/report/source/SubmissionSource";

describe("SubmissionSource", () => {
  const root = temporaryFolder({
    "lab1/client.ts": "one\n\tconst two = 2;\nthree",
    "lab1/rooms/map.ts": `${"x".repeat(300)}\n`,
    "secret.ts": "a secret",
  });
  const folder = join(root, "lab1");
  const source = new SubmissionSource({ folder, original: folder }, root);

  it("shows the line of a place, those around it, and a mark below the column", () => {
    expect(sourceFrame(source, { file: "client.ts", line: 2, column: 8 })).to.deep.equal([
      "  1 | one",
      "> 2 |  const two = 2;",
      "    |        ^",
      "  3 | three",
    ]);
    expect(sourceFrame(source, { file: "client.ts", line: 1, column: 99 })).to.deep.equal([
      "> 1 | one",
      "    |    ^",
      "  2 |  const two = 2;",
    ]);
  });

  it("shows a place that student code made up as far as it goes", () => {
    const [, mark] = sourceFrame(source, { file: "client.ts", line: 1, column: 0 });
    expect(mark).to.equal("    | ^");
  });

  it("shows of a long line what is around the place", () => {
    const [line = "", mark = ""] = sourceFrame(source, { file: "rooms/map.ts", line: 1, column: 200 });
    expect(line).to.have.length("> 1 | ".length + 100);
    expect(mark.length).to.be.below(line.length);
  });

  it("shows nothing of lines and files that there are not, nor of files outside of the submission", () => {
    for (const place of [
      { file: "client.ts", line: 4, column: 1 },
      { file: "types.ts", line: 1, column: 1 },
      { file: "../secret.ts", line: 1, column: 1 },
      { file: "rooms/../../secret.ts", line: 1, column: 1 },
    ])
      expect(sourceFrame(source, place)).to.deep.equal([]);
  });

  it("shows control characters as escapes", () => {
    const hostile = temporaryFolder({ "client.ts": "a\u001b[2J" });
    const frame = sourceFrame(new SubmissionSource({ folder: hostile, original: hostile }, root), {
      file: "client.ts",
      line: 1,
      column: 1,
    });
    expect(frame[0]).to.equal("> 1 | a\\u001b[2J");
  });

  it("names places in a text as who stands there would, where the file is the submission's", () => {
    expect(source.withPaths("called at client.ts:2:8; see types.ts:1:1 (rooms/map.ts:1)")).to.equal(
      "called at lab1/client.ts:2:8; see types.ts:1:1 (lab1/rooms/map.ts:1)",
    );
    const inside = new SubmissionSource({ folder, original: folder }, folder);
    expect(inside.withPaths("at client.ts:2:8")).to.equal("at client.ts:2:8");
  });
});
