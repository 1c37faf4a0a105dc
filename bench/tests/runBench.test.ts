import { expect } from "chai";
import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { benchRunsOfTest } from "../src/groups/benchRunsOfTest";
import { runBench } from "../src/runBench";

const ROOT = join(__dirname, "../..");

async function benchWith(...args: string[]): Promise<{ code: number; printed: string; errors: string }> {
  let [printed, errors] = ["", ""];
  const code = await runBench(args, {
    root: ROOT,
    reports: temporaryFolder({}),
    cwd: ROOT,
    print: (text) => (printed += text),
    printError: (text) => (errors += text),
    color: false,
    terminal: false,
  });
  return { code, printed, errors };
}

describe("npm run bench", () => {
  it("answers --help with its groups and options", async () => {
    const { code, printed } = await benchWith("--help");
    expect(code).to.equal(0);
    expect(printed).to.include("runs, labrpc").and.to.include("--against <commit>");
  });

  const wrong: [string[], string][] = [
    [
      ["run"],
      'expected a group of runs, labrpc, grade, class, isolation, lab2, lab3, lab4, lab5, checker, corpus, got "run" (did you mean runs?)',
    ],
    [["toString"], 'got "toString"'],
    [["--rounds", "2", "runs"], "expected --rounds together with --against, got it alone"],
    [["--against", "HEAD", "--rounds", "none"], '--rounds: expected a whole number from 1, got "none"'],
    [["--runs", "0"], '--runs: expected a whole number from 1, got "0"'],
    [
      ["--against", "no-such-commit"],
      '--against: expected a commit of this repository, got "no-such-commit"',
    ],
    [["--against", "--all"], '--against: expected a commit of this repository, got "--all"'],
    [["--unknown"], "unknown option '--unknown'"],
  ];
  for (const [args, message] of wrong)
    it(`refuses ${args.join(" ")}`, async () => {
      const { code, printed, errors } = await benchWith(...args);
      expect({ code, printed }).to.deep.equal({ code: 2, printed: "" });
      expect(errors).to.include(message);
    });
});

describe("benchRunsOfTest", () => {
  it("measures real runs in a worker's circumstances", async () => {
    // Few runs may end between two samples of the profiler.
    const figures = await benchRunsOfTest({ lab: "lab1", test: "TestUnreliable", seeds: 40, batches: 1 });
    const value = (part: string): number => figures.find(({ name }) => name.endsWith(part))?.value ?? NaN;
    expect(value("runs per second of processor time")).to.be.greaterThan(0);
    expect(value("processor time of a run")).to.be.greaterThan(0);
    expect(value("heap allocated by a run")).to.be.greaterThan(10);
    const shares = figures.filter(({ unit }) => unit === "%");
    expect(shares).to.have.length(6);
    expect(shares.reduce((sum, share) => sum + share.value, 0)).to.be.closeTo(100, 0.001);
  });

  it("says which test a kit does not have", async () => {
    const problem = await benchRunsOfTest({ lab: "lab1", test: "TestNothing" }).catch(
      (error: unknown) => error,
    );
    expect(problem).to.be.instanceOf(Error).with.property("message");
    expect((problem as Error).message).to.include("cannot measure lab1 TestNothing");
    expect((problem as Error).message).to.include("missing");
  });
});
