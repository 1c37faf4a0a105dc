import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { probeBubblewrap } from "labrpc/isolation";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { miniRedisThroughputCommand } from "../throughput/miniRedisThroughputCommand";

describe("lab 5: npm run lab5:throughput", function () {
  this.timeout(60_000);

  async function run(...args: readonly string[]): Promise<{ code: number; out: string }> {
    let out = "";
    const write = (text: string): void => void (out += text);
    // Coverage of the processes would take longer than the test.
    process.env.NODE_V8_COVERAGE = "";
    const context: CommandContext = {
      root: KIT_ROOT,
      cwd: KIT_ROOT,
      print: write,
      printError: write,
      color: false,
      terminal: false,
    };
    return { code: await miniRedisThroughputCommand(args, context), out };
  }

  it("measures each number of servers, and plots it", async () => {
    const files = ["throughput.png", "throughput.svg"].map((name) => join(KIT_ROOT, "reports/lab5", name));
    for (const file of files) rmSync(file, { force: true });
    const small = ["--servers", "2", "--clients", "3", "--processes", "2", "--ms", "100", "--warm-up", "50"];
    const { code, out } = await run("--solution", ...small);
    expect(code, out).to.equal(0);
    expect(out)
      .to.match(/│ +1 │ +[1-9]\d* │ +1\.00 × │/)
      .and.match(/│ +2 │ +[1-9]\d* │ +\d+\.\d\d × │/);
    expect(out).to.match(/up to 4 processes on \d+ cores/);
    expect(files.every((file) => existsSync(file))).to.equal(true);
    const plot = readFileSync(files[1]!, "utf8");
    expect(plot)
      .to.contain("3 clients in 2 processes set and get in turn")
      .and.contain("requests per second");
  });

  it("measures behind walls as well", async function () {
    if (probeBubblewrap().kind !== "works") this.skip();
    const small = ["--servers", "1", "--clients", "2", "--processes", "1", "--ms", "100", "--warm-up", "50"];
    const { code, out } = await run("--solution", "--sandbox", ...small);
    expect(code, out).to.equal(0);
    expect(out).to.match(/│ +1 │ +[1-9]\d* │ +1\.00 × │/);
  });

  it("says why it cannot measure, with exit code 2", async () => {
    const skeleton = await run("--submission", join(KIT_ROOT, "lab5"), "--servers", "1");
    expect(skeleton.out).to.contain("server1 did not start: NotImplemented");
    expect(skeleton.code).to.equal(2);
    const few = await run("--solution", "--clients", "1", "--processes", "2");
    expect(few.out).to.contain("expected at least as many clients as processes, got 1 clients in 2");
    expect(few.code).to.equal(2);
  });
});
