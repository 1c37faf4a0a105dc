import { expect } from "chai";
import { posix, win32 } from "node:path";
import { isWithin } from "toolkit/files/isWithin";

describe("isWithin", () => {
  for (const [folder, file, expected] of [
    ["/kit", "/kit", true],
    ["/kit", "/kit/lab1/client.ts", true],
    ["/kit", "/kit/..student", true],
    ["/kit", "/student", false],
    ["/kit", "/", false],
    ["/kit", "/kit2", false],
  ] as const) {
    it(`says ${String(expected)} for ${file} and ${folder}`, () => {
      expect(isWithin(folder, file, posix)).to.equal(expected);
    });
  }

  for (const [file, expected] of [
    ["C:\\kit\\lab1", true],
    ["c:\\KIT\\lab1", true],
    ["C:\\student", false],
    ["D:\\kit\\lab1", false],
    ["\\\\server\\kit\\lab1", false],
  ] as const) {
    it(`says ${String(expected)} for ${file} and C:\\kit on Windows`, () => {
      expect(isWithin("C:\\kit", file, win32)).to.equal(expected);
    });
  }
});
