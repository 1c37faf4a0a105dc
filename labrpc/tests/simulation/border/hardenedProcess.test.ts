import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const REGISTER = join(__dirname, "../../../../toolkit/bin/register.js");
const PROGRAM = join(__dirname, "../../fixtures/hardened.ts");

/** Runs a part of the program in a process that was started as those that grade are. */
function inProcess(part: string): unknown {
  const flags = ["--expose-internals", "--no-warnings", "--disallow-code-generation-from-strings"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, "-r", REGISTER, PROGRAM, part], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe("a process that grades", function () {
  this.timeout(60_000);

  it("throws errors of the student's own realm only, however full the stack is", () => {
    const { own, foreign } = inProcess("full-stack") as { own: number; foreign: string[] };
    expect(foreign).to.deep.equal([]);
    expect(own).to.be.greaterThan(10);
  });

  it("sees whether a promise is pending, and runs no code of its value's", () => {
    expect(inProcess("looked")).to.deep.equal({
      outcome: "passed",
      asked: 0,
      promises: ["Promise, settled", "Promise, pending"],
    });
  });

  it("has built-ins of its own that nothing can change", () => {
    expect(inProcess("built-ins")).to.deep.equal({ changed: [], ordinary: ["mine", "plain", "Mine: mine"] });
  });
});
