import { expect } from "chai";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { FIXTURE_KIT, REPORTS, typesUnchecked } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const half = "export class Adder { sum(n: number[]) { return (n[0] ?? 0) + (n[1] ?? 0); } }\n";
const whole = "export class Adder { sum(n: number[]) { return n.reduce((a, b) => a + b, 0); } }\n";

const KIT = {
  root: FIXTURE_KIT,
  reports: REPORTS,
  checkTypes: typesUnchecked,
  cwd: FIXTURE_KIT,
  color: false,
};

interface Watched {
  readonly code: number;
  readonly printed: readonly string[];
  /** What was printed before each wait, joined. */
  readonly rounds: readonly string[];
}

/** Watches a submission whose client.ts becomes one state after the other whenever it waits for a change, and ends then. */
async function watched(first: string, next: readonly string[], { terminal = false } = {}): Promise<Watched> {
  const folder = temporaryFolder({ "client.ts": first });
  const stop = new AbortController();
  const printed: string[] = [];
  const states = [...next];
  const code = await runGradeCommand(["sum", "--submission", folder, "--watch"], {
    ...KIT,
    printError: (text) => printed.push(text),
    terminal,
    signal: stop.signal,
    print: (text) => {
      printed.push(text);
      if (!text.startsWith("Waiting")) return;
      const state = states.shift();
      if (state === undefined) stop.abort();
      else writeFileSync(join(folder, "client.ts"), state);
    },
  });
  return { code, printed, rounds: printed.join("").split("Waiting for changes; Ctrl-C ends.\n") };
}

describe("grade --watch", function () {
  this.timeout(60_000);

  it("shows the report of what still fails before that of all, and a syntax error once", async () => {
    const states = [half.replace("n[0]", "(n[0] ?? 0) + n[0]"), half.replace("sum(", "sum((")];
    const { code, rounds } = await watched(half, states, { terminal: true });
    const [begun = "", wrong = "", broken = ""] = rounds;
    // The first word of a new failure does not wait for its counterexample.
    expect(begun).to.match(/✗ TestMany fails with seed 1: .*\n[^]*Score/);
    expect(wrong).to.match(/✗ TestTwo fails with seed 1: .*\n[^]*0 of 10 points/);
    expect(wrong).not.to.contain("TestMany fails");
    // Only what is newest is on the screen.
    expect(wrong).to.match(
      /^\u001b\[2J\u001b\[3J\u001b\[Hsum: client\.ts changed; first the test that failed\n/,
    );
    expect(wrong).to.match(/✗ TestMany still fails with seed 1: .*\n[^]*0 of 6 points[^]*0 of 10 points/);
    expect(broken).to.contain("first the 2 tests that failed");
    expect(broken).not.to.contain("still fails");
    expect(broken.match(/Does not parse; no test can run:\n {2}\S*client\.ts:1:\d+ /g)).to.have.length(1);
    expect(code).to.equal(1);
  });

  it("grades again after a change: what failed first, then the rest", async () => {
    const { code, printed } = await watched(half, [whole]);
    const told = printed.map(
      (text) =>
        /Score.*?(\d+ of \d+) points|(✗ \w+ fails with seed 1): /.exec(text)?.slice(1).join("") ??
        text.trim(),
    );
    expect(told).to.deep.equal([
      "sum: watching; a change begins a new round",
      "✗ TestMany fails with seed 1",
      "4 of 10",
      "Waiting for changes; Ctrl-C ends.",
      "sum: client.ts changed; first the test that failed",
      "✓ TestMany passes now with seed 1",
      "10 of 10",
      "Waiting for changes; Ctrl-C ends.",
    ]);
    expect(code).to.equal(0);
  });

  it("does not print the same failures twice in a round", async () => {
    const { rounds } = await watched(half, [`${half}// as wrong as before\n`]);
    const [, round = ""] = rounds;
    expect(round.match(/^✗ TestMany: /gm)).to.have.length(1);
    expect(round).to.match(/0 of 6 points[^]*\nNo other test fails\.\n[^]*Score: 4 of 10 points/);
  });

  it("has a first word where nothing failed: of the tests that the change is about", async () => {
    const { rounds } = await watched(whole, [`${whole}// as right as before\n`, half]);
    const [, right = "", wrong = ""] = rounds;
    expect(right).to.match(/^sum: client\.ts changed\n {2}✓ Test\w+ passes with seed 1\n[^]*10 of 10 points/);
    // It is told once.
    expect(wrong.match(/✗ TestMany fails with seed 1: /g)).to.have.length(1);
    expect(wrong).to.contain("4 of 10 points");
  });

  it("removes the copy of each round, and goes on after one that could not be graded", async () => {
    const folder = temporaryFolder({ "client.ts": half });
    const temp = temporaryFolder();
    const { TMPDIR, TEMP, TMP } = process.env;
    Object.assign(process.env, { TMPDIR: temp, TEMP: temp, TMP: temp });
    const stop = new AbortController();
    const printed: string[] = [];
    const write = (text: string): void => {
      printed.push(text);
      if (text.startsWith("expected a folder with client.ts")) writeFileSync(join(folder, "client.ts"), half);
      if (!text.startsWith("Waiting")) return;
      if (printed.filter((one) => one.startsWith("Waiting")).length === 1) {
        // Nothing of the folder is left, and then the file is there again.
        writeFileSync(join(folder, "other.ts"), "");
        rmSync(join(folder, "client.ts"));
      } else stop.abort();
    };
    await runGradeCommand(["sum", "--submission", folder, "--watch"], {
      ...KIT,
      printError: write,
      terminal: false,
      signal: stop.signal,
      print: write,
    }).finally(() => {
      for (const [name, value] of Object.entries({ TMPDIR, TEMP, TMP }))
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
    });
    const starts = printed.map((text) => /^ {2}✗ TestMany \w+|^\n?\w+:? \w+/.exec(text)?.[0]);
    // Once with the seed that failed, then what failed, then all.
    const last = ["sum: client", "  ✗ TestMany still", "sum: Adding", "\nNo other", "Waiting for"];
    const first = ["sum: watching", "  ✗ TestMany fails", "sum: Adding", "Waiting for", "expected a"];
    expect(starts).to.deep.equal([...first, ...last]);
    expect(readdirSync(temp)).to.deep.equal([]);
  });
});
