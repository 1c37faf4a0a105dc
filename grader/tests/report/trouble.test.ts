import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "toolkit/cli/EXIT";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { tellUnwrittenFormats, writeFormats } from "../../src/formats/writeFormats";
import { autograderRunScript } from "../../src/gradescope/scripts";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { buildReport, type LabFindings } from "../../src/report/buildReport";
import { exitCodeOfReport } from "../../src/report/exitCodeOfReport";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { renderAllLabs } from "../../src/report/render/renderAllLabs";
import { renderHtml } from "../../src/report/render/html/renderHtml";
import { renderMarkdown } from "../../src/report/render/renderMarkdown";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import { mergeSeedChunks } from "../../src/run/seedChunks";
import type { TestRun } from "../../src/protocol/TestRun";
import { holeTrouble, machineTrouble } from "../../src/protocol/trouble";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const lab = readLab(FIXTURE_KIT, "sum");
const two: TestRun = { test: "TestTwo", run: 4, failed: 0, ending: { kind: "passed" }, elapsedMs: 12 };
const busy = machineTrouble({ kind: "starved", message: "the process got 0.1 s in 120 s" }, 3);
const many: TestRun = { test: "TestMany", run: 1, failed: 0, ending: busy, elapsedMs: 9 };
const hole: TestRun = {
  ...many,
  ending: holeTrouble(7, { event: 57, once: "X", then: "Y" }),
};

function made(changes: Partial<LabFindings>): GradeReport {
  const report = buildReport({
    lab,
    tests: lab.manifest.tests,
    runs: [two, many],
    artifacts: [],
    types: { kind: "checked", errors: [] },
    lateDays: { days: 0 },
    flags: "",
    startedAt: 0,
    elapsedMs: 1,
    ...changes,
  });
  return gradeReport.parse(report);
}

describe("a test that could not be judged", () => {
  it("is not run, has no failure, and makes the exit code 2", () => {
    const report = made({});
    expect(report.tests[1]).to.include({ name: "TestMany", status: "not-run", score: 0 });
    expect(report.tests[1]?.failure).to.equal(undefined);
    expect(report.troubles).to.deep.equal([{ test: "TestMany", message: busy.message }]);
    expect(exitCodeOfReport(report)).to.equal(EXIT.toolFailed);
    expect(exitCodeOfReport(made({ runs: [two] }))).to.equal(EXIT.lessThanFullMarks);
    expect(exitCodeOfReport(made({ runs: [two, { ...two, test: "TestMany" }] }))).to.equal(EXIT.fullMarks);
  });

  it("is told wherever the score is, which is not final", () => {
    const report = made({});
    const texts = [
      renderTerminal(report, { color: false }),
      renderMarkdown(report).replaceAll("\\", ""),
      renderHtml(report),
    ];
    for (const text of texts) {
      expect(text).to.contain("NOT FINAL: one test could not be judged");
      expect(text).to.contain("Not judged; this says nothing about the code");
      expect(text).to.contain("the machine was too busy: the process got 0.1 s in 120 s, in each of 3 tries");
    }
    expect(renderAllLabs([report], { color: false, complete: true })).to.contain("Not final: tests of sum");
  });

  it("says where two runs part, but not of a hidden test, nor of a secret seed", () => {
    const hiddenLab: Lab = {
      ...lab,
      hidden: { folder: "hidden", names: new Set(["TestMany"]) },
    };
    expect(made({ runs: [two, hole] }).troubles?.[0]?.message).to.match(
      /^this run cannot be repeated: .* \(seed 7: event 57 was once "X", then "Y"\)$/,
    );
    const hidden = made({ lab: hiddenLab, runs: [two, hole] });
    expect(JSON.stringify(hidden)).to.not.match(/once|seed 7|57/);
    expect(hidden.tests[1]).to.not.have.any.keys("failure", "hiddenFailure");
    const secret = made({ runs: [two, { ...two, test: "TestMany" }], secretRuns: [two, hole] });
    expect(secret.tests[1]).to.include({ status: "not-run" });
    expect(secret.tests[1]?.secretSeeds).to.equal(undefined);
    expect(secret.troubles?.[0]?.message)
      .to.match(/^this run cannot be repeated: /)
      .and.to.not.match(/57/);
  });

  it("says of a hidden test not how long it took, which its code may choose", () => {
    const hidden = { folder: "hidden", names: new Set(["TestMany"]) };
    const runs = [two, { ...two, test: "TestMany", elapsedMs: 4321 }];
    const report = made({ lab: { ...lab, hidden }, runs });
    expect(report.tests.map(({ elapsedMs }) => elapsedMs)).to.deep.equal([12, 0]);
    for (const text of [JSON.stringify(report), renderTerminal(report, { color: false }), renderHtml(report)])
      expect(text).to.not.match(/4321|4\.32|0\.00 s/);
    const revealed = made({ lab: { ...lab, hidden: { ...hidden, revealedBy: " --reveal-hidden" } }, runs });
    expect(revealed.tests[1]?.elapsedMs).to.equal(4321);
  });

  it("has failed when it failed already, whatever came after", () => {
    const failed: TestRun = { ...many, run: 13, failed: 2, ending: { kind: "failed", message: "m" } };
    expect(mergeSeedChunks([failed, many])).to.deep.include({ failed: 2, ending: failed.ending });
    expect(mergeSeedChunks([{ ...two, test: "TestMany" }, many, failed]).ending.kind).to.equal("trouble");
    const open = made({ runs: [two, failed], secretRuns: [two, many] });
    expect(open.tests[1]).to.include({ status: "failed" });
    expect(open.troubles).to.equal(undefined);
  });

  it("keeps a score that is not final from every platform", () => {
    const folder = temporaryFolder();
    // Of an earlier run.
    for (const { file } of REPORT_FORMATS) writeFileSync(join(folder, file), "old");
    let printed = "";
    const print = (text: string): void => void (printed += text);
    const unwritten = writeFormats(
      made({}),
      REPORT_FORMATS.map((format) => ({ format })),
      { folder, cwd: folder, env: {}, print },
    );
    expect(unwritten.map(({ name }) => name)).to.deep.equal([
      "github-classroom",
      "classroom50",
      "gradescope",
    ]);
    for (const { file } of unwritten) expect(existsSync(join(folder, file)), file).to.equal(false);
    expect(printed).to.equal("");
    tellUnwrittenFormats(unwritten, { printError: print });
    expect(printed).to.match(
      /^the score is not final, so nothing was written for github-classroom, classroom50, gradescope/,
    );
    const text = (name: string): string => readFileSync(join(folder, name), "utf8");
    expect(JSON.parse(text("prairielearn.json")))
      .to.include({ gradable: false })
      .and.to.not.have.property("score");
    const { results } = JSON.parse(text("ctrf-report.json")) as {
      results: { summary: { extra: object }; tests: { status: string; extra: object }[] };
    };
    expect(results.summary.extra).to.not.have.property("score");
    expect(results.tests[1]).to.include({ status: "other" });
    expect(results.tests[1]?.extra).to.not.have.property("score");
    const junit = text("junit.xml");
    expect(junit).to.contain('<error message="not judged: the machine was too busy');
    expect(junit.match(/name="score"/g)).to.have.length(2);
  });

  it("gives Gradescope no result, rather than 0 points", () => {
    const script = autograderRunScript("sum", { seeds: false });
    expect(script).to.contain("grep -qE '^(the score is not final|the worker could not be started)'");
    expect(script.indexOf("exit 1\nfi")).to.be.lessThan(script.indexOf("score: 0"));
  });
});
