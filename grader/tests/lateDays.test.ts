import { expect } from "chai";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readLateDays } from "../src/submission/lateDays";
import { temporaryFolder } from "./support/temporaryFolder";

const read = (content: string | Buffer): ReturnType<typeof readLateDays> =>
  readLateDays(temporaryFolder({ "late.txt": content }));

describe("readLateDays", () => {
  it("is 0 without a file", () => {
    expect(readLateDays(temporaryFolder())).to.deep.equal({ days: 0 });
  });

  for (const [text, days] of [
    ["0", 0],
    ["1\n", 1],
    ["  2\r\n", 2],
    ["3", 3],
    ["\ufeff2\n", 2],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(read(text)).to.deep.equal({ days });
    });
  }

  it("reads what PowerShell writes", () => {
    expect(read(Buffer.from("\ufeff2\r\n", "utf16le"))).to.deep.equal({ days: 2 });
  });

  for (const text of ["4", "-1", "1.5", "two", "1 2", "", "0x1", "1e0"]) {
    it(`counts ${JSON.stringify(text)} as 0 and says so`, () => {
      const { days, problem } = read(text);
      expect(days).to.equal(0);
      expect(problem).to.match(/late\.txt: expected one whole number from 0 to 3/);
    });
  }

  it("counts a folder of that name as 0 and says so", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "late.txt"));
    expect(readLateDays(folder).problem).to.match(/cannot be read/);
  });
});
