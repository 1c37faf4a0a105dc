import { expect } from "chai";
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { explore } from "../src/explore/explore";
import { duration, inWords } from "../src/explore/duration";
import { runPool } from "../src/explore/runPool";
import { readLab } from "../src/labs/readLab";
import { replay } from "../src/replay/replay";
import { FIXTURE_KIT, runCommand, type Ran } from "./support/runGrade";
import { temporaryFolder } from "./support/temporaryFolder";
import type { Surroundings } from "../src/Surroundings";

const ROOT = join(__dirname, "../..");
const CHAFFS = "grader/corpus/sum/chaffs";

const exploreKit = (...args: string[]): Promise<Ran> => runCommand(explore, args);
const exploreLab1 = (...args: string[]): Promise<Ran> =>
  runCommand(explore, ["lab1", ...args], { root: ROOT, cwd: ROOT });
const chaff = (name: string): string[] => ["--submission", `grader/corpus/lab1/chaffs/${name}`];

/** An adder that is wrong for about one list of numbers in `n`. */
const wrongOnceIn = (n: number): string =>
  temporaryFolder({
    "client.ts": `export class Adder { sum(numbers) {
      const sum = numbers.reduce((a, b) => a + b, 0);
      return sum % ${String(n)} === 0 ? sum + 1 : sum;
    } }\n`,
  });

/** The arguments of the command that the output says replays the failure. */
function replayOf(out: string): string[] {
  const [, args = ""] = /replay +npm run explore \w+ -- (.*)/.exec(out) ?? [];
  return args.split(" ");
}

/** The arguments of the command that the output says runs the smallest cause again. */
function causeOf(out: string): string[] {
  const [, args = ""] = /the cause npm run replay -- (.*)/.exec(out) ?? [];
  return args.split(" ");
}

const replayLab1 = (...args: string[]): Promise<Ran> => runCommand(replay, args, { root: ROOT, cwd: ROOT });

describe("explore", function () {
  this.timeout(20_000);

  it("finds nothing where nothing is wrong", async () => {
    const { code, out, errors } = await exploreKit("sum", "--solution", "--seeds", "12");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.match(/✓ TestTwo: 12 runs\n +✓ TestMany: 12 runs/);
    expect(out).to.match(/nothing found: 24 runs in .* runs\/s\)\n$/);
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
      const { code, out: replayed } = await runCommand(replay, [file, ...flags]);
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
    expect(out).to.match(/✗ TestTwo: 25 of 25 runs failed\n +✗ TestMany: 25 of 25 runs failed/);
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
    const { code, out } = await exploreKit("sum", "--solution", "--for", "1s");
    expect(code).to.equal(0);
    expect(out)
      .to.match(/seeds from 1 on/)
      .and.to.match(/nothing found: [\d,]+ runs .*; the time is up\n$/);
  });

  it("ends with what was found when it is interrupted", async () => {
    const interrupted = new AbortController();
    const changes: Partial<Surroundings> = { signal: interrupted.signal };
    setTimeout(() => interrupted.abort(), 3_000);
    const args = ["sum", "--submission", `${CHAFFS}/off-by-one`, "--collect", "--for", "1h"];
    const { code, out } = await runCommand(explore, args, changes);
    expect(code).to.equal(1);
    expect(out).to.match(/✗ TestTwo: [\d,]+ of [\d,]+ runs failed/);
    expect(out).to.match(/2 failing tests found: .*; interrupted\n$/);
  });

  for (const [test, message] of [
    ["TestExit", "TestExit ended its process in seed 1: the process ended by itself with exit code 0"],
    ["TestLoop", "TestLoop had to be stopped in seed 1: it gave no sign of life for 3 s"],
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

  it("finds an order of messages by priorities, and replays it", async () => {
    const args = [...chaff("operations-overlap"), "--strategy", "pct", "--test", "TestUnreliableShards"];
    const { code, out } = await exploreLab1(...args, "--seeds", "20", "--depth", "2");
    expect(code).to.equal(1);
    expect(out)
      .to.match(/pct with depth 2, seeds 1 to 20/)
      .and.to.match(/not linearizable/);
    expect(out).to.include("messages arrive in the order that pct chooses");
    const again = await exploreLab1(...replayOf(out));
    expect(again.code).to.equal(1);
    const told = (text: string): string | undefined => /✗ TestUnreliableShards: not[^]*hint/.exec(text)?.[0];
    expect(told(again.out)).to.be.a("string").and.to.equal(told(out));

    const [, replayCode = ""] = /the code +(\S+)/.exec(out) ?? [];
    const [file = "", ...flags] = causeOf(out);
    for (const what of [file, replayCode]) {
      const replayed = await replayLab1(what, ...flags);
      expect(replayed).to.include({ code: 1, errors: "" });
      expect(replayed.out).to.match(/^lab1 TestUnreliableShards, seed \d+, pct with depth 2, /);
      expect(replayed.out).to.match(/\nthe same run as before: all \d+ events alike\n/);
      expect(told(replayed.out)).to.equal(told(out));
    }
    const picture = readFileSync(join(ROOT, file.replace(".replay.json", ".html")), "utf8");
    expect(picture).to.include("the order that pct chooses");
    const repaired = await replayLab1(file, "--solution");
    expect(repaired.code).to.equal(0);
    expect(repaired.out).to.match(/Other seeds: npm run explore lab1 -- --solution --strategy pct --depth 2/);
  });

  it("leaves tests out of pct that rest on who is how fast", async () => {
    const args = ["lab2", "--solution", "--strategy", "pct", "--for", "100ms"];
    const { code, out } = await runCommand(explore, args, { root: ROOT, cwd: ROOT });
    expect(code).to.equal(0);
    expect(out).to.include("TestLockTimeout").and.not.to.include("TestLockFairness");
  });

  it("tries every order of a small scenario, and says so", async () => {
    const args = ["--solution", "--strategy", "exhaustive", "--test", "TwoAppends"];
    const { code, out } = await exploreLab1(...args);
    expect(code).to.equal(0);
    expect(out).to.match(
      /✓ TwoAppends: 18 runs; all 18 orders were tried, and 10 that repeat others were cut short/,
    );
    const some = await exploreLab1(...args, "--runs", "6");
    expect(some.code).to.equal(0);
    expect(some.out).to.match(/TwoAppends: 6 runs; stopped by --runs; how many orders are left is not known/);
  });

  it("finds the order of a small scenario that fails, cuts it down, and replays it", async () => {
    rmSync(join(ROOT, "reports/lab1/explore"), { recursive: true, force: true });
    const { code, out } = await exploreLab1(
      ...chaff("no-duplicate-check"),
      "--strategy",
      "exhaustive",
      "--jobs",
      "1",
    );
    expect(code).to.equal(1);
    expect(out).to.match(
      /cause +fails with one fault: the reply to append\(.* was lost, and clerk-\d sent it again/,
    );
    expect(out).to.include("messages arrive in the order in which they were sent");
    const again = await exploreLab1(...replayOf(out));
    expect(again.code).to.equal(1);
    expect(again.out).to.match(/TwoAppends: 1 of 1 runs failed; the order asked for/);
    const repaired = await exploreLab1("--solution", ...replayOf(out).slice(2));
    expect(repaired.code).to.equal(0);

    const [, replayCode = ""] = /the code +(\S+)/.exec(out) ?? [];
    const [file = "", ...flags] = causeOf(out);
    for (const what of [file, replayCode]) {
      const replayed = await replayLab1(what, ...flags);
      expect(replayed).to.include({ code: 1, errors: "" });
      expect(replayed.out).to.match(
        /^lab1 TwoAppends, one order of its messages\nthe same run as before: all \d+/,
      );
    }
    const picture = readFileSync(join(ROOT, file.replace(".replay.json", ".html")), "utf8");
    expect(picture).to.include("is there 2 times").and.to.include("--choices");
    const fixed = await replayLab1(file, "--solution");
    expect(fixed.code).to.equal(0);
    expect(fixed.out).to.match(
      /goes another way than before at event \d+[^]*✓ the scenario passes now in this order/,
    );
    expect(fixed.out).to.match(
      /All orders: npm run explore lab1 -- --solution --strategy exhaustive --losses 1/,
    );
  });

  for (const [choices, message] of [
    ["9", "expected a number from 0 to 3 as number 1 of --choices, got 9;"],
    ["0,0,0,77", /expected a number from 0 to \d as number 4 of --choices, got 77;/],
    [
      `${"0,".repeat(90)}1`,
      /expected --choices to end before number \d+, where there is nothing to choose any more, got 91 numbers;/,
    ],
  ] as const) {
    it(`has exit code 2 for the choices ${choices.slice(-10)}, which there are not`, async () => {
      const args = ["--solution", "--strategy", "exhaustive", "--test", "TwoAppends", "--choices", choices];
      const { code, out, errors } = await exploreLab1(...args);
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.match(typeof message === "string" ? new RegExp(message) : message);
    });
  }

  for (const [args, message] of [
    [["smu"], "did you mean sum?"],
    [["sum", "--test", "TestTow"], "did you mean TestTwo?"],
    [["sum", "--for", "5x"], 'Expected a time such as 60s, 5m or 1h, above 0, got "5x"'],
    [["sum", "--for", "0s"], "above 0"],
    [["sum", "--seeds", "0"], "Expected a whole number from 1"],
    [["sum", "--strategy", "best"], "Allowed choices are random, pct, exhaustive"],
    [["sum", "--strategy", "pct", "--losses", "1"], "expected --losses with --strategy exhaustive only"],
    [["sum", "--depth", "2"], "expected --depth with --strategy pct only, got --strategy random"],
    [["sum", "--strategy", "exhaustive"], "expected small scenarios in sum/small.ts, got no such file"],
    [["sum", "--strategy", "exhaustive", "--choices", "1"], "expected one small scenario in --test"],
    [["sum", "--strategy", "exhaustive", "--choices", "1,x"], "Expected a whole number from 0"],
    [["sum", "--submission", "nowhere"], "does not exist"],
  ] as const) {
    it(`has exit code 2 for ${args.join(" ")}`, async () => {
      const { code, out, errors } = await exploreKit(...args);
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors).to.include(message);
    });
  }

  it("has exit code 2 for a small scenario that there is not", async () => {
    const { code, errors } = await exploreLab1("--strategy", "exhaustive", "--test", "TwoAppend");
    expect(code).to.equal(2);
    expect(errors).to.include("did you mean TwoAppends?");
  });

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
    const args = [join(ROOT, "grader/bin/explore.js"), "lab1", "--solution", "--for", "1h"];
    const child = spawn(process.execPath, ["--import", `data:text/javascript,${tell}`, ...args]);
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.once("data", () => setTimeout(() => child.kill("SIGINT"), 1_000));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code).to.equal(0);
    expect(out).to.match(/nothing found: .*; interrupted\n$/);
  });
});

describe("a length of time", () => {
  it("is read with its unit", () => {
    expect(["250ms", "60s", "1.5m", "1h"].map(duration)).to.deep.equal([250, 60_000, 90_000, 3_600_000]);
    for (const text of ["60", "s", "-1s", "1d", "1 s", ""])
      expect(() => duration(text), text).to.throw(/Expected a time/);
  });

  it("is written so that a person can read it", () => {
    expect([1_234, 59_940, 65_000].map(inWords)).to.deep.equal(["1.2 s", "59.9 s", "1 min 05 s"]);
  });
});

describe("runPool", () => {
  it("takes no job and starts no process when it is over", async () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const over = new AbortController();
    const submission = join(FIXTURE_KIT, "solutions/sum");
    let taken = 0;
    await runPool(lab, {
      jobs: 1,
      signal: over.signal,
      take: () => {
        taken += 1;
        return {
          request: { submission, test: "TestTwo", seeds: [1], stopAtFirstFailure: true },
          done: () => over.abort(),
        };
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).to.be.at.most(2);
  });
});
