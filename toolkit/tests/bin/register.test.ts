import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { compiled, isCompiled } from "toolkit/register";
import { temporaryFolder } from "../support/temporaryFolder";

describe("the cache of compiled files", () => {
  it("has a file once it was compiled, and not after a change", () => {
    const file = join(temporaryFolder({}), "one.ts");
    writeFileSync(file, "export const one: number = 1;\n");
    expect(isCompiled(file)).to.equal(false);
    expect(compiled(file)).to.match(/one = 1/);
    expect(isCompiled(file)).to.equal(true);
    writeFileSync(file, "export const one: number = 2;\n");
    expect(isCompiled(file)).to.equal(false);
  });
});
