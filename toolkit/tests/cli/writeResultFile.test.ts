import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ToolError } from "toolkit/cli/ToolError";
import { writeResultFile } from "../../src/cli/writeResultFile";

describe("a file of results", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "result-file-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is written with its folder", () => {
    const file = join(folder, "a folder", "deeper", "results.json");
    writeResultFile(file, "{}\n");
    expect(readFileSync(file, "utf8")).to.equal("{}\n");
  });

  it("that cannot be written is told in one sentence, without a stack", () => {
    const taken = join(folder, "file");
    writeFileSync(taken, "");
    expect(() => writeResultFile(join(taken, "results.json"), "{}"))
      .to.throw(ToolError)
      .with.property("message")
      .that.matches(/^expected to write .*results\.json, got E[A-Z]+: /);
  });
});
