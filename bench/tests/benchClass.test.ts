import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { differingBenchRows, isSameScore } from "../src/class/BenchClassRun";
import { benchClassPrograms } from "../src/class/benchClassPrograms";
import { renamedProgram } from "../src/class/renamedProgram";
import { writeBenchClass } from "../src/class/writeBenchClass";

function run(text: string): unknown {
  const js = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022 } }).outputText;
  return runInNewContext(`${js.replace(/^export /gm, "")}; main();`);
}

describe("renamedProgram", () => {
  const program = `
    // A comment.
    interface Pair { left: number; right: number }
    class Store {
      #values = new Map<string, number>();
      constructor(private readonly base: number) {}
      put(key: string, value: number): void { this.#values.set(key, value + this.base); }
      get(key: string): number { return this.#values.get(key) ?? 0; }
    }
    export function main(): unknown {
      const store = new Store(1);
      for (const [key, value] of Object.entries({ a: 1, b: 2 })) store.put(key, value);
      const left = store.get("a");
      const pair: Pair = { left, right: store.get("b") };
      const { right, left: first = 0, ...rest } = pair;
      const add = (one: number, { other = 5 }: { other?: number }) => one + other;
      return [right, first, rest, add(left, {}), add(left, { other: 1 }), JSON.stringify(pair)];
    }`;

  it("does the same under other names", () => {
    const renamed = renamedProgram(program, "s1");
    // Each in a realm of its own.
    expect(JSON.stringify(run(renamed))).to.equal(JSON.stringify(run(program)));
    expect(renamed).to.include("s1Store").and.include("#s1Values").and.not.include("A comment");
    // Others know these.
    expect(renamed)
      .to.include("function main")
      .and.include("class Store")
      .and.match(/\bleft: /);
  });
});

describe("writeBenchClass", () => {
  it("makes everybody hand in something else, in all ways, and the same class each time", async () => {
    const made = await writeBenchClass(temporaryFolder(), 80);
    expect(made.students).to.have.length(80);
    expect(made.missing).to.equal(4);
    const kinds = new Set(made.students.map(({ kind }) => kind));
    expect([...kinds].sort()).to.deep.equal(
      [
        "plain",
        "deeper",
        "renamed",
        "reformatted",
        "zipped",
        "tarred",
        "late",
        "scenarios",
        "hostile",
        "broken",
      ].sort(),
    );
    const right = made.students.filter(({ program }) => /^(?:solution|wheats)/.test(program));
    for (const kind of ["renamed", "reformatted", "zipped", "broken"])
      expect(
        right.map((student) => student.kind),
        kind,
      ).to.include(kind);
    const named = readdirSync(made.submissions);
    expect(named).to.have.length(80).and.to.include("s008.zip").and.include("s018.tgz");
    expect(existsSync(join(made.submissions, "s010/.git"))).to.equal(true);
    const texts = made.students.flatMap(({ folder }) =>
      folder === undefined ? [] : [readFileSync(join(folder, "client.ts"), "utf8")],
    );
    expect(new Set(texts).size).to.equal(texts.length);
    const again = await writeBenchClass(temporaryFolder(), 80);
    expect(again.students.map(({ id, kind, program }) => [id, kind, program])).to.deep.equal(
      made.students.map(({ id, kind, program }) => [id, kind, program]),
    );
  }).timeout(60_000);

  it("has right, wrong and hostile programs to make it of", () => {
    const { right, wrong, hostile } = benchClassPrograms();
    expect(right.length).to.be.greaterThan(10);
    expect(wrong.length).to.be.greaterThan(40);
    expect(hostile.length).to.be.greaterThan(20);
    for (const { name, files } of [...right, ...wrong, ...hostile])
      expect([...files.keys()], name).to.include.members(["client.ts", "server.ts"]);
  });
});

describe("rows of classes", () => {
  const row = { kind: "graded", score: 3, tests: [{ name: "A", score: 3 }] };

  it("differ where one is missing or has other points", () => {
    const one = new Map([
      ["a", row],
      ["b", row],
    ]);
    expect(differingBenchRows(one, new Map(one))).to.deep.equal([]);
    expect(differingBenchRows(one, new Map([["a", { ...row, score: 2 }]]))).to.deep.equal(["a", "b"]);
  });

  it("are the same as a single grading if each test has the same points", () => {
    expect(isSameScore(row, { ...row, kind: "graded" })).to.equal(true);
    expect(isSameScore(row, { ...row, tests: [{ name: "A", score: 2 }] })).to.equal(false);
    expect(isSameScore(undefined, row)).to.equal(false);
  });
});
