import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { KIT_ROOT } from "toolkit/files/kitRoot";

describe("a worker", () => {
  it("does not load zod, which takes longer than many a test", () => {
    const count = (...modules: string[]): number => {
      const program = `${modules.map((name) => `require(${JSON.stringify(name)});`).join("")}
        console.log(Object.keys(require.cache).filter((file) => /node_modules.zod/.test(file)).length);`;
      const args = ["-r", "./toolkit/bin/register.js", "-e", program];
      return Number(execFileSync(process.execPath, args, { cwd: KIT_ROOT, encoding: "utf8" }));
    };
    expect(count("./grader/src/worker/serveJobs", "labrpc/simulation", "labrpc/testing", "checker")).to.equal(
      0,
    );
    expect(count("labrpc/records")).to.be.above(0);
  });
});
