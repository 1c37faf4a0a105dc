import { expect } from "chai";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCorpusCommand } from "../../src/corpus/runCorpusCommand";
import type { RecordedExplanation } from "../../src/corpus/explanation";
import { readCorpus, type CorpusSpecimen } from "../../src/corpus/readCorpus";
import { gradeCorpus, judgeSpecimen } from "../../src/corpus/gradeCorpus";
import { problemsOfCorpus } from "../../src/corpus/renderCorpus";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { readLab } from "toolkit/labs/readLab";
import type { TestRun } from "../../src/protocol/TestRun";
import { ToolError } from "toolkit/cli/ToolError";
import { FIXTURE_KIT, runCommand } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

describe("materialisePatchedEntry", () => {
  const solution = "line one\nline two\nline three\n";
  const patch =
    "--- a/client.ts\n+++ b/client.ts\n@@ -1,3 +1,3 @@\n line one\n-line two\n+line 2\n line three\n";
  const about = { mistake: "m", caughtBy: ["TestA"] };
  const kit = (text: string, base?: string): string =>
    temporaryFolder({
      "solutions/l/client.ts": solution,
      "solutions/l/types.ts": "types\n",
      "corpus/l/chaffs/c/chaff.patch": text,
      "corpus/l/chaffs/c/chaff.json": JSON.stringify({ ...about, base }),
      "corpus/l/wheats/w/wheat.json": JSON.stringify({ design: "d" }),
      "corpus/l/wheats/w/wheat.patch": patch,
      "corpus/l/wheats/circle/wheat.json": JSON.stringify({ design: "d", base: "wheats/circle" }),
      "corpus/l/wheats/circle/wheat.patch": patch,
      "corpus/l/wheats/whole/wheat.json": JSON.stringify({ design: "d" }),
      "corpus/l/wheats/whole/client.ts": "line one\nline two\nline four\n",
    });
  const filesOf = (root: string, entry: string): Record<string, string> => {
    const made = materialisePatchedEntry(root, "l", join(root, "corpus/l", entry));
    const folder = made?.folder ?? "";
    const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    made?.dispose();
    expect(existsSync(folder)).to.equal(false);
    return files;
  };

  it("applies the patch to a copy of the solution, and removes the copy", () => {
    const root = kit(patch);
    const changed = { "client.ts": "line one\nline 2\nline three\n", "types.ts": "types\n" };
    expect(filesOf(root, "chaffs/c")).to.deep.equal(changed);
    expect(filesOf(root, "wheats/w")).to.deep.equal(changed);
    expect(readFileSync(join(root, "solutions/l/client.ts"), "utf8")).to.equal(solution);
  });

  it("applies a patch over a wheat, which may be a patch or a whole folder", () => {
    const more = patch.replace("line two", "line 2").replace("+line 2", "+line two again");
    expect(filesOf(kit(more, "wheats/w"), "chaffs/c")["client.ts"]).to.include("line two again");
    const files = filesOf(kit(patch.replace("line three", "line four"), "wheats/whole"), "chaffs/c");
    expect(files).to.deep.equal({ "client.ts": "line one\nline 2\nline four\n" });
  });

  it("makes, replaces and removes files", () => {
    const made = (name: string): string => `--- /dev/null\n+++ ${name}\n@@ -0,0 +1,1 @@\n+all of ${name}\n`;
    const root = kit(`${made("deep/new.ts")}${made("client.ts")}--- types.ts\n+++ /dev/null\n`);
    expect(filesOf(root, "chaffs/c")).to.deep.equal({ "client.ts": "all of client.ts\n" });
    const { folder = "", dispose } =
      materialisePatchedEntry(root, "l", join(root, "corpus/l/chaffs/c")) ?? {};
    expect(readFileSync(join(folder, "deep/new.ts"), "utf8")).to.equal("all of deep/new.ts\n");
    dispose?.();
  });

  it("does nothing for a folder anywhere else, and for one with whole files", () => {
    const root = kit(patch);
    writeFileSync(join(root, "chaff.patch"), patch);
    for (const folder of ["", "corpus/l/chaffs", "corpus/l/wheats/whole"])
      expect(materialisePatchedEntry(root, "l", join(root, folder))).to.equal(undefined);
  });

  for (const [what, text, base, message] of [
    ["does not fit", patch.replace("line two", "line none"), undefined, /does not; make the patch anew/],
    ["leaves the folder", patch.replaceAll("client.ts", "../../x.ts"), undefined, /files of solutions\/l/],
    ["removes what is not there", "--- x.ts\n+++ /dev/null\n", undefined, /files of solutions\/l, got x.ts/],
    ["is empty", "", undefined, /expected changes/],
    ["has no base", patch, "wheats/none", /expected the base .* got no such folder/],
    ["has its base in a circle", patch, "wheats/circle", /a circle of bases/],
    ["has a base elsewhere", patch, "../../solutions", /chaff.json is malformed/],
  ] as const) {
    it(`refuses a patch that ${what}`, () => {
      const root = kit(text, base);
      expect(() => materialisePatchedEntry(root, "l", join(root, "corpus/l/chaffs/c"))).to.throw(
        ToolError,
        message,
      );
    });
  }
});

describe("a recorded explanation", () => {
  const recorded = {
    test: "TestA",
    seed: 1,
    message: 'clerk-1\'s get("k") is wrong',
    cause: ['fails with one fault: the reply to get("k") from server-0 to clerk-1 was lost'],
  };
  const chaff: CorpusSpecimen = {
    kind: "chaff",
    name: "c",
    folder: "",
    about: "",
    caughtBy: ["TestA"],
    explanation: recorded,
  };
  const runWith = (message: string, cause: string[]): TestRun => ({
    test: "TestA",
    run: 1,
    failed: 1,
    first: {
      seed: 1,
      explanation: { kind: "failed", message, cause, details: [], lastEvents: [], console: [] },
    },
    ending: { kind: "failed", message: "" },
    elapsedMs: 1,
  });

  it("holds while numbers and values are all that differs", () => {
    const [cause] = recorded.cause as [string];
    const same = runWith('clerk-22\'s get("other") is wrong', [
      cause.replace('"k"', '"other"').replace("-1", "-22"),
    ]);
    expect(judgeSpecimen(chaff, [same])).to.not.have.property("problem");
  });

  for (const [what, message, cause] of [
    ["another message", "something else", recorded.cause],
    ["another fault", recorded.message, [(recorded.cause[0] ?? "").replace("reply to", "request")]],
    ["another operation", recorded.message, [(recorded.cause[0] ?? "").replace("get", "put")]],
    ["a fault less", recorded.message, []],
  ] as const) {
    it(`is out of date with ${what}`, () => {
      const { problem } = judgeSpecimen(chaff, [runWith(message, [...cause])]);
      expect(problem).to.match(/its explanation\.json says ".*", but now it is ".*"; .* --record/);
    });
  }

  it("is written beside each chaff, and then holds", async () => {
    const file = join(FIXTURE_KIT, "corpus/sum/chaffs/off-by-one/explanation.json");
    try {
      const recording = await runCommand(runCorpusCommand, ["sum", "--record", "--only", "off-by-one"]);
      expect(recording).to.include({ code: 0, errors: "" });
      const written = JSON.parse(readFileSync(file, "utf8")) as RecordedExplanation;
      expect(written).to.deep.include({
        seed: 1,
        message: "the sum is wrong",
        cause: ["fails without any fault: every message arrived, once and in time"],
        plan: { faults: [], leftOut: [], untilMs: 0 },
      });
      expect((await runCommand(runCorpusCommand, ["sum", "--only", "off-by-one"])).code).to.equal(0);
      writeFileSync(file, JSON.stringify({ ...written, message: "the product is wrong" }));
      const stale = await runCommand(runCorpusCommand, ["sum", "--only", "off-by-one"]);
      expect(stale.code).to.equal(1);
      expect(stale.out).to.contain("its explanation.json says");
    } finally {
      rmSync(file, { force: true });
    }
  });
});

describe("judgeSpecimen", () => {
  const run = (test: string, kind: "passed" | "failed"): TestRun => ({
    test,
    run: 1,
    failed: kind === "passed" ? 0 : 1,
    ending: kind === "passed" ? { kind } : { kind, message: "wrong" },
    elapsedMs: 1,
  });
  const chaff = { kind: "chaff", name: "c", folder: "", about: "", caughtBy: ["TestA", "TestB"] } as const;
  const wheat = { kind: "wheat", name: "w", folder: "", about: "" } as const;

  it("wants every named test to catch a chaff", () => {
    expect(judgeSpecimen(chaff, [run("TestA", "failed"), run("TestB", "failed")]).problem).to.equal(
      undefined,
    );
    expect(judgeSpecimen(chaff, [run("TestA", "failed"), run("TestB", "passed")]).problem).to.equal(
      "not caught by TestB",
    );
  });

  it("wants a rare mistake to fail in the run that is known", () => {
    const found = { strategy: { kind: "pos" }, seed: 7 } as const;
    const rare = { kind: "rare", name: "r", folder: "", about: "", test: "TestA", found } as const;
    expect(judgeSpecimen(rare, [run("TestA", "failed")]).problem).to.equal(undefined);
    expect(judgeSpecimen(rare, [run("TestA", "passed")]).problem).to.match(
      /^TestA passes in the run that its rare\.json names/,
    );
  });

  it("wants a wheat to pass everything, and a skeleton nothing", () => {
    expect(judgeSpecimen(wheat, [run("TestA", "passed")]).problem).to.equal(undefined);
    expect(judgeSpecimen(wheat, [run("TestA", "failed")]).problem).to.match(
      /TestA fails for 1 of 1 seeds: wrong/,
    );
    expect(judgeSpecimen({ ...wheat, kind: "skeleton" }, [run("TestA", "passed")]).problem).to.match(/TestA/);
  });

  it("says of each specimen what is wrong, and nothing of the others", () => {
    const results = [judgeSpecimen(wheat, []), judgeSpecimen(chaff, [run("TestB", "passed")])];
    expect(problemsOfCorpus(results)).to.deep.equal(["chaff c: not caught by TestB"]);
  });
});

describe("corpus", function () {
  this.timeout(60_000);

  it("grades skeleton, solution, wheats and chaffs as expected", async () => {
    const { code, out, errors } = await runCommand(runCorpusCommand, ["sum"]);
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(out).to.include("5 of 5 specimens").and.to.include("starts at one");
  });

  it("uses more seeds for what is right", async () => {
    const lab = readLab(FIXTURE_KIT, "sum");
    const results = await gradeCorpus(FIXTURE_KIT, lab, readCorpus(FIXTURE_KIT, lab), { jobs: 2, seeds: 9 });
    const seeds = results.map(({ specimen, runs }) => [specimen.name, ...runs.map(({ run }) => run)]);
    expect(seeds).to.deep.equal([
      ["skeleton", 1, 1],
      ["solution", 9, 9],
      ["loop", 9, 9],
      ["off-by-one", 1, 1],
      ["whole-folder", 1],
    ]);
  });

  it("runs a rare mistake with the strategy and the seed that show it", async () => {
    const shelf = join(FIXTURE_KIT, "corpus/sum/rare");
    const rare = { mistake: "starts at one, seldom", test: "TestTwo" };
    const patch = readFileSync(join(FIXTURE_KIT, "corpus/sum/chaffs/off-by-one/chaff.patch"), "utf8");
    const write = (found: unknown, more = {}): void => {
      mkdirSync(join(shelf, "seldom"), { recursive: true });
      writeFileSync(join(shelf, "seldom/rare.patch"), patch);
      writeFileSync(join(shelf, "seldom/rare.json"), JSON.stringify({ ...rare, found, ...more }));
    };
    try {
      const lab = readLab(FIXTURE_KIT, "sum");
      write({ strategy: { kind: "pos", holdMs: 5 }, seed: 41 });
      const results = await gradeCorpus(
        FIXTURE_KIT,
        lab,
        readCorpus(FIXTURE_KIT, lab).filter(({ kind }) => kind === "rare"),
        { jobs: 1 },
      );
      expect(results).to.have.length(1);
      expect(results[0]).to.not.have.property("problem");
      expect(results[0]?.runs.map(({ test, first }) => [test, first?.seed])).to.deep.equal([["TestTwo", 41]]);
      write({ strategy: { kind: "luck" }, seed: 1 });
      expect(() => readCorpus(FIXTURE_KIT, lab)).to.throw(/rare\.json is malformed/);
      write({ seed: 1 }, { test: "TestThree" });
      expect(() => readCorpus(FIXTURE_KIT, lab)).to.throw(
        /rare\.json: expected tests of sum in test, got TestThree/,
      );
    } finally {
      rmSync(shelf, { recursive: true, force: true });
    }
  });

  it("takes only the specimens asked for, and refuses unknown ones", async () => {
    expect((await runCommand(runCorpusCommand, ["sum", "--only", "loop"])).out).to.include(
      "1 of 1 specimens",
    );
    const { code, errors } = await runCommand(runCorpusCommand, ["sum", "--only", "lop"]);
    expect(code).to.equal(2);
    expect(errors).to.include("did you mean loop?");
  });
});

describe("what students with a mistake read", () => {
  const root = join(__dirname, "../../..");
  for (const name of ["lab1", "lab2"]) {
    it(`is a sentence that agrees in number, and closes its commas: ${name}`, () => {
      const messages = readCorpus(root, readLab(root, name)).flatMap((one) =>
        one.kind === "chaff" && one.explanation !== undefined ? [one.explanation.message] : [],
      );
      expect(messages).to.have.length.above(20);
      for (const message of messages) {
        const bare = message.replace(/"[^"]*"/g, '""');
        expect(bare).not.to.match(/^the [a-z]+s [^']*is wrong$/);
        if (bare.endsWith(" is wrong") && bare.includes(", ")) expect(bare).to.match(/, is wrong$/);
      }
    });
  }
});
