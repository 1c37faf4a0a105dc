import { expect } from "chai";
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runExploreCommand } from "../../src/explore/runExploreCommand";
import { runReplayCommand } from "../../src/replay/runReplayCommand";
import { exploreLab1 } from "../support/exploreLab1";
import { FIXTURE_KIT, runCommand, type Ran } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import type { CommandContext } from "toolkit/cli/CommandContext";

const ROOT = join(__dirname, "../../..");
const CHAFFS = "corpus/sum/chaffs";

const exploreKit = (...args: string[]): Promise<Ran> => runCommand(runExploreCommand, args);

/** An adder that is wrong for about one list of numbers in `n`. */
const wrongOnceIn = (n: number): string =>
  temporaryFolder({
    "client.ts": `export class Adder { sum(numbers) {
      const sum = numbers.reduce((a, b) => a + b, 0);
      return sum % ${String(n)} === 0 ? sum + 1 : sum;
    } }\n`,
  });

describe("explore", function () {
  this.timeout(60_000);

  it("finds nothing where nothing is wrong", async () => {
    const { code, out, errors } = await exploreKit("sum", "--solution", "--seeds", "12");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.match(/✓ TestTwo: 12 runs, .*\n +✓ TestMany: 12 runs, /);
    expect(out).to.match(/nothing found: 24 runs in .* runs\/s\)\n$/);
  });

  it("says how much it has seen, and what finding nothing means", async () => {
    const { out } = await exploreKit("sum", "--solution", "--seeds", "30");
    // The adder sends nothing: each run is in the same order.
    expect(out).to.match(
      /✓ TestTwo: 30 runs, all in one order; the next run shows a new one with less than 3\.3 %\n/,
    );
    expect(out).to.include(
      "What fails one run of a test in 10, or more of them, would have shown with 95 %.\n",
    );
    const few = await exploreKit("sum", "--solution", "--seeds", "5");
    expect(few.out).to.not.include("would have shown");
  });

  it("says after how many clean runs a mistake is mended", async () => {
    const folder = wrongOnceIn(20);
    const args = ["sum", "--submission", folder, "--test", "TestTwo", "--collect"];
    const { out } = await exploreKit(...args, "--seeds", "100");
    const [, failed = "", clean = "", command = ""] =
      /mended\? +(\d+) of 100 runs failed; (\d+) clean ones .*: npm run explore (.*)/.exec(out) ?? [];
    expect(Number(clean)).to.equal(Math.ceil(300 / Number(failed)));
    expect(command).to.equal(`sum -- --submission ${folder} --test TestTwo --seeds ${clean}`);
  });

  it("writes a picture and a replay of what it found", async () => {
    rmSync(join(FIXTURE_KIT, "reports/sum/explore"), { recursive: true, force: true });
    const flags = ["--submission", `${CHAFFS}/off-by-one`];
    const { out } = await exploreKit("sum", ...flags, "--seeds", "3", "--collect");
    for (const test of ["TestTwo", "TestMany"]) {
      expect(out).to.include(`picture   reports/sum/explore/${test}.html\n`);
      const picture = readFileSync(join(FIXTURE_KIT, `reports/sum/explore/${test}.html`), "utf8");
      expect(picture).to.include(`--test ${test} --seed 1`);
      const file = `reports/sum/explore/${test}.replay.json`;
      const { code, out: replayed } = await runCommand(runReplayCommand, [file, ...flags]);
      expect(code).to.equal(1);
      expect(replayed).to.match(/the same run as before/);
    }
  });

  it("stops at the first failure, explains it and says how to replay it", async () => {
    const { code, out } = await exploreKit("sum", "--submission", `${CHAFFS}/off-by-one`, "--seeds", "500");
    expect(code).to.equal(1);
    expect(out).to.match(/✗ TestTwo: the sum is wrong\n +expected +\d+\n +got +\d+\n[^]*hint +Use \+\./);
    expect(out).to.include(
      `npm run grade sum -- --submission ${CHAFFS}/off-by-one --test TestTwo --seed 1\n`,
    );
    expect(out).to.match(/one failing test found: \d\d? runs/);
  });

  it("collects one failure for each test, and counts the others", async () => {
    const args = ["--submission", `${CHAFFS}/off-by-one`, "--seeds", "25", "--collect"];
    const { code, out } = await exploreKit("sum", ...args);
    expect(code).to.equal(1);
    expect(out).to.match(/✗ TestTwo: 25 of 25 runs failed, .*\n +✗ TestMany: 25 of 25 runs failed, /);
    expect(out.match(/^ +replay /gm)).to.have.length(2);
    expect(out).to.match(/2 failing tests found: 50 runs/);
  });

  it("finds the same failure first, whatever the number of processes", async () => {
    const folder = wrongOnceIn(40);
    const found = async (jobs: string): Promise<string | undefined> => {
      const { out } = await exploreKit("sum", "--submission", folder, "--seeds", "400", "--jobs", jobs);
      return /replay .*/.exec(out)?.[0];
    };
    const one = await found("1");
    expect(one).to.match(/--seed \d+$/);
    expect(await found("3")).to.equal(one);
  });

  it("begins with the seed asked for", async () => {
    const { out } = await exploreKit(
      "sum",
      "--submission",
      `${CHAFFS}/off-by-one`,
      "--from",
      "17",
      "--seeds",
      "3",
    );
    expect(out).to.include("seeds 17 to 19").and.to.include("--test TestTwo --seed 17\n");
  });

  it("goes on until the time is up", async () => {
    const { code, out } = await exploreKit("sum", "--solution", "--for", "500ms", "--jobs", "1");
    expect(code).to.equal(0);
    expect(out)
      .to.match(/seeds from 1 on/)
      .and.to.match(/nothing found: [\d,]+ runs .*; the time is up\n$/);
  });

  it("ends with what was found when it is interrupted", async () => {
    const interrupted = new AbortController();
    const changes: Partial<CommandContext> = { signal: interrupted.signal };
    setTimeout(() => interrupted.abort(), 3_000);
    const args = ["sum", "--submission", `${CHAFFS}/off-by-one`, "--collect", "--for", "1h", "--jobs", "1"];
    const { code, out } = await runCommand(runExploreCommand, args, changes);
    expect(code).to.equal(1);
    expect(out).to.match(/✗ TestTwo: [\d,]+ of [\d,]+ runs failed/);
    expect(out).to.match(/2 failing tests found: .*; interrupted\n$/);
  });

  for (const [test, message] of [
    ["TestExit", "TestExit ended its process in seed 1: the process ended by itself with exit code 0"],
    [
      "TestLoop",
      "TestLoop had to be stopped in seed 1: an endless loop, an endless chain of promises or the like: it gave no sign of life for 3 s",
    ],
    ["TestSkipped", "the test was skipped"],
  ] as const) {
    it(`reports ${test} as grade does`, async () => {
      const { code, out } = await exploreKit("behave", "--test", test, "--seeds", "30", "--jobs", "1");
      expect(code).to.equal(1);
      expect(out)
        .to.include(message)
        .and.to.match(new RegExp(`✗ ${test}: 1 of 1 runs failed`));
    });
  }

  it("runs a plain mocha test once, and says which test is in no file", async () => {
    const { code, out } = await exploreKit(
      "behave",
      "--test",
      "TestPlain,TestAbsent,TestGood",
      "--seeds",
      "30",
    );
    expect(code).to.equal(0);
    expect(out).to.match(/✓ TestPlain: one run\n +– TestAbsent: 0 runs; not run: no test file has it/);
    expect(out).to.match(/✓ TestGood: 30 runs/);
  });

  it("does not look for failures in code that does not parse, and says where that is", async () => {
    const folder = temporaryFolder({ "client.ts": "export class Adder { sum( { }\n" });
    const sum = await exploreKit("sum", "--submission", folder, "--seeds", "100");
    expect({ code: sum.code, out: sum.out }).to.deep.equal({ code: 2, out: "" });
    expect(sum.errors).to.match(
      /^expected code that parses, got a syntax error; .*\n {2}client\.ts:2:1 {2}\S/,
    );
    const args = ["--strategy", "exhaustive", "--test", "TwoAppends"];
    const files = {
      "client.ts": "export class Clerk { get( { }\n",
      "server.ts": "export class KVServer {}\n",
    };
    const small = await exploreLab1("--submission", temporaryFolder(files), ...args);
    expect(small.code).to.equal(2);
    expect(small.errors).to.match(/client\.ts:2:1/);
  });

  for (const [args, message] of [
    [["smu"], "did you mean sum?"],
    [["sum", "--test", "TestTow"], "did you mean TestTwo?"],
    [["sum", "--for", "5x"], '--for: expected a time such as 60s, 5m or 1h, above 0, got "5x"'],
    [["sum", "--for", "0s"], "above 0"],
    [["sum", "--seeds", "0"], "--seeds: expected a whole number from 1"],
    [["sum", "--strategy", "best"], '--strategy: expected one of random, pct, pos, exhaustive, got "best"'],
    [["sum", "--strategy", "pct", "--losses", "1"], "expected --losses with --strategy exhaustive only"],
    [["sum", "--depth", "2"], "expected --depth with --strategy pct only, got --strategy random"],
    [["sum", "--strategy", "exhaustive"], "expected small scenarios in sum/tests/small.ts, got no such file"],
    [["sum", "--strategy", "exhaustive", "--choices", "1"], "expected one small scenario in --test"],
    [["sum", "--strategy", "exhaustive", "--choices", "1,x"], "--choices: expected a whole number from 0"],
    [["sum", "--submission", "nowhere"], "does not exist"],
  ] as const) {
    it(`has exit code 2 for ${args.join(" ")}`, async () => {
      const { code, out, errors } = await exploreKit(...args);
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.include(message);
    });
  }

  it("says what each strategy promises", async () => {
    const { code, out } = await exploreKit("--help");
    expect(code).to.equal(0);
    expect(out)
      .to.match(/random +The runs that grade makes/)
      .and.to.match(/exhaustive +Every order/);
  });

  it("ends on Ctrl-C, with what was found", async () => {
    // Interrupted a second after it began to listen: how long it takes to start depends on the machine.
    const tell = 'process.on("newListener", (name) => name === "SIGINT" && process.stderr.write("listens"))';
    const args = [
      join(ROOT, "grader/bin/grader.js"),
      "explore",
      "lab1",
      "--solution",
      "--for",
      "1h",
      "--jobs",
      "1",
    ];
    const child = spawn(process.execPath, ["--import", `data:text/javascript,${tell}`, ...args]);
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.once("data", () => setTimeout(() => child.kill("SIGINT"), 1_000));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).to.equal(0);
    expect(out).to.match(/nothing found: .*; interrupted\n$/);
  });
});
