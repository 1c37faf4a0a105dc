import { expect } from "chai";
import { join } from "node:path";
import { runGradeCommand } from "../../src/grade/runGradeCommand";
import { runCommand, runGrade, timeless, typesUnchecked, writtenReport } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const right =
  "export class Adder { sum(numbers: number[]) { return numbers.reduce((a, b) => a + b, 0); } }\n";
const wrong = "export class Adder {\n  sum() {\n    return 1;\n  }\n}\n";

describe("grade", function () {
  this.timeout(60_000);

  it("gives the solution full marks and exit code 0", async () => {
    const { code, out, errors } = await runGrade("sum", "--solution");
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.include("Score: 10 of 10 points");
    expect(writtenReport("sum").tests.map(({ seeds }) => seeds.run)).to.deep.equal([4, 2]);
  });

  it("gives the untouched skeleton exactly 0 and exit code 1", async () => {
    const { code, out } = await runGrade("sum");
    expect(code).to.equal(1);
    expect(writtenReport("sum").score).to.equal(0);
    expect(out).to.include("NotImplemented");
  });

  it("names place, expected and got, and replays the failure with one seed", async () => {
    const folder = temporaryFolder({ "client.ts": wrong });
    await runGrade("sum", "--submission", folder, "--test", "TestTwo");
    const { failure } = writtenReport("sum").tests[0] ?? {};
    expect(failure).to.include({ kind: "failed", message: "the sum is wrong", got: "1", seed: 1 });
    expect(failure?.replay).to.equal(`npm run grade sum -- --submission ${folder} --test TestTwo --seed 1`);
    const [, replayed = ""] = failure?.replay.split(" -- ") ?? [];
    await runGrade("sum", ...replayed.split(" "));
    expect(writtenReport("sum").tests[0]).to.deep.include({ seeds: { run: 1, failed: 1 }, failure });
  });

  it("makes the same JSON from the same submission, but for times", async () => {
    const folder = temporaryFolder({ "client.ts": wrong });
    const reports: unknown[] = [];
    for (const jobs of ["1", "2", "2"]) {
      await runGrade("sum", "--submission", folder, "--jobs", jobs);
      reports.push(timeless(writtenReport("sum")));
    }
    expect(reports[1]).to.deep.equal(reports[0]);
    expect(reports[2]).to.deep.equal(reports[0]);
  });

  it("runs as many seeds as asked for", async () => {
    await runGrade("sum", "--solution", "--seeds", "7");
    expect(writtenReport("sum").tests.map(({ seeds }) => seeds.run)).to.deep.equal([7, 7]);
  });

  it("reports type errors beside the score, with the given files in place, and whatever surrounds the code", async () => {
    const client = `import type { ClientEnd } from "labrpc";
import type { Adder as Wanted } from "./types";
export class Clerk implements Wanted {
  end?: ClientEnd<object>;
  add(a: number, b: number): number { const text: string = a; return Number(text) + b; }
}
`;
    const folder = temporaryFolder({
      "behave/client.ts": client,
      "behave/package.json": '{ "type": "module" }',
      "behave/tsconfig.json": '{ "compilerOptions": { "strict": false, "noEmitOnError": true } }',
      "package.json": '{ "type": "module" }',
      ".mocharc.json": '{ "grep": "nothing" }',
    });
    const args = ["behave", "--submission", folder, "--test", "TestGood"];
    const { code } = await runCommand(runGradeCommand, args);
    const { typeErrors, score } = writtenReport("behave");
    expect({ code, score }).to.deep.equal({ code: 0, score: 5 });
    expect(typeErrors).to.deep.equal([
      {
        file: "client.ts",
        line: 5,
        column: 45,
        code: "TS2322",
        message: "Type 'number' is not assignable to type 'string'.",
      },
    ]);
  });

  it("gives code that does not parse 0, and shows where", async () => {
    const folder = temporaryFolder({ "client.ts": `import "./part";\n${right}`, "part.ts": "const a = ;\n" });
    const { code, out } = await runGrade("sum", "--submission", folder);
    expect(code).to.equal(1);
    const { score, syntaxErrors, tests } = writtenReport("sum");
    expect(score).to.equal(0);
    expect(syntaxErrors[0]).to.include({ file: "part.ts", line: 1 });
    expect(tests.map(({ failure }) => failure?.kind)).to.deep.equal(["syntax-error", "syntax-error"]);
    expect(out).to.include("part.ts:1:11");
  });

  it("does not wait for the types of code that does not parse, and compares it with no grading", async () => {
    const folder = temporaryFolder({ "client.ts": "const a = ;\n" });
    let stopped: AbortSignal | undefined;
    const args = ["sum", "--submission", folder, "--jobs", "1"];
    const { out } = await runCommand(runGradeCommand, args, {
      checkTypes: (_, signal) => {
        stopped = signal;
        return new Promise((resolve) => {
          signal?.addEventListener("abort", () => {
            resolve({ kind: "unavailable", message: "nobody waits" });
          });
        });
      },
    });
    expect(stopped?.aborted).to.equal(true);
    expect(out).to.match(/^sum: .*\n\nDoes not parse; no test can run:\n {2}\S*client\.ts:1:11 .*\n.*> 1 \|/);
    const again = await runGrade("sum", "--submission", folder);
    expect(again.out).not.to.contain("Since last time");
  });

  it("does not mind a broken file that nobody imports", async () => {
    const folder = temporaryFolder({ "client.ts": right, "old.ts": "const a = ;\n", "sum.test.ts": "it(" });
    expect((await runGrade("sum", "--submission", folder)).code).to.equal(0);
  });

  it("reads late days from the repository", async () => {
    const folder = temporaryFolder({ "sum/client.ts": right, "late.txt": "2\n" });
    const { out } = await runGrade("sum", "--submission", folder, "--test", "TestTwo");
    expect(writtenReport("sum").lateDays).to.deep.equal({ days: 2 });
    expect(out).to.include("2 late days");
  });

  it("writes the JSON where it is asked to, relative to the user's folder", async () => {
    const cwd = temporaryFolder({ "sum/client.ts": right });
    const args = ["sum", "--submission", "sum", "--json", "mine.json", "--part", "1"];
    const { code } = await runCommand(runGradeCommand, args, { cwd, checkTypes: typesUnchecked });
    expect(code).to.equal(0);
    expect(temporaryReport(join(cwd, "mine.json"))).to.have.property("complete", false);
  });
});

function temporaryReport(file: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(file);
}

describe("grade with bad input", function () {
  this.timeout(60_000);

  const cases: [string, string[], RegExp][] = [
    ["an unknown lab", ["lab77"], /expected the name of a lab \(behave, leaks, sum/],
    ["no lab", [], /expected the name of a lab, got none; there are:\n[^]*\n {2}sum {2}\S/],
    ["an unknown test", ["sum", "--test", "TestTow"], /did you mean TestTwo/],
    ["an unknown part", ["sum", "--part", "9"], /expected a part of sum, got 9/],
    ["an unknown option", ["sum", "--sead", "1"], /unknown option/],
    ["a seed that is no number", ["sum", "--seed", "one"], /got "one"/],
    ["a missing folder", ["sum", "--submission", "no/where"], /does not exist/],
    ["a lab that the solutions lack", ["behave", "--solution"], /no such folder/],
    [
      "a test that lab.json does not list",
      ["unlisted"],
      /listed in unlisted\/lab\.json, got also TestForgotten/,
    ],
    ["tests that do not load", ["unloadable"], /cannot be loaded:[^]*a spec file that does not load/],
  ];
  for (const [what, args, message] of cases) {
    it(`ends with exit code 2 and a message for ${what}`, async () => {
      const { code, out, errors } = await runGrade(...args);
      expect({ code, out }).to.deep.equal({ code: 2, out: "" });
      expect(errors)
        .to.match(message)
        .and.not.match(/\bat .*\.ts:\d+:\d+\)?\n.*\n.*gradeCommand/);
    });
  }

  it("ends with exit code 2 for a malformed lab.json", async () => {
    const root = temporaryFolder({ "bad/lab.json": '{ "lab": "bad", "seeds": 0 }' });
    const { code, errors } = await runCommand(runGradeCommand, ["bad"], { root });
    expect(code).to.equal(2);
    expect(errors)
      .to.match(/bad\/lab\.json is malformed/)
      .and.match(/seeds: /);
  });

  it("ends with exit code 2 for a submission without client.ts", async () => {
    const { code, errors } = await runGrade("sum", "--submission", temporaryFolder({ "sum/x.ts": "" }));
    expect(code).to.equal(2);
    expect(errors).to.match(/expected a file client\.ts/);
  });

  it("prints help with exit code 0", async () => {
    const { code, out } = await runGrade("--help");
    expect(code).to.equal(0);
    expect(out).to.include("Usage: npm run grade");
  });
});
