import { expect } from "chai";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readLateDays } from "toolkit/submission/lateDays";
import { temporaryFolder } from "../support/temporaryFolder";

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

  for (const [content, got] of [
    ["", "an empty file"],
    ["7", "7"],
    ["-1", "-1"],
    ["1234567", "a string of 7 characters"],
    ["x", "a string of 1 character"],
    [`token=${"s3cret".repeat(5)}`, "a string of 36 characters"],
    ["9".repeat(1_001), "more than 1000 bytes"],
  ] as const) {
    it(`describes what is wrong and does not quote it: ${got}`, () => {
      expect(read(content).problem).to.equal(
        `late.txt: expected one whole number from 0 to 3, got ${got}; it counts as 0`,
      );
    });
  }

  const links = process.platform === "win32" ? it.skip : it;

  links("does not follow a link, not even to a right file", () => {
    const folder = temporaryFolder({ "elsewhere.txt": "2" });
    symlinkSync(join(folder, "elsewhere.txt"), join(folder, "late.txt"));
    expect(readLateDays(folder)).to.deep.equal({
      days: 0,
      problem: "late.txt cannot be read: expected a file, got a link; it counts as 0",
    });
  });
});
