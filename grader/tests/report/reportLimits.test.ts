import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord, Counterexample } from "labrpc/testing";
import { REPORT_FORMATS } from "../../src/formats/REPORT_FORMATS";
import { writeFormats } from "../../src/formats/writeFormats";
import { readLab } from "toolkit/labs/readLab";
import type { ManifestTest } from "toolkit/labs/LabManifest";
import { buildReport } from "../../src/report/buildReport";
import { reportArtifactsOfTests } from "../../src/report/ReportArtifacts";
import { gradeReport, type GradeReport } from "../../src/report/GradeReport";
import { reportPictureWithinLimit } from "../../src/report/write/reportPictureWithinLimit";
import { renderTerminal } from "../../src/report/render/terminal/renderTerminal";
import { MOST_REPORT_BYTES } from "../../src/report/reportWithinLimit";
import { writeReports } from "../../src/report/write/writeReports";
import { parseWorkerReport } from "../../src/protocol/protocol";
import type { TestRun } from "../../src/protocol/TestRun";
import { checkTypes } from "../../src/types/checkTypes";
import { typeProblems } from "../../src/types/TypeCheck";
import { cutReportTexts } from "../../src/worker/cutReportTexts";
import { FIXTURE_KIT } from "../support/runGrade";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const lab = readLab(FIXTURE_KIT, "sum");
/** A lab of many tests, all of which fail at length. */
const TESTS: readonly ManifestTest[] = Array.from({ length: 40 }, (_, i) => ({
  ...lab.manifest.tests[0]!,
  name: `TestLong${String(i)}`,
}));
/** Three bytes and a pair of characters each, and what grows in JSON and in a page. */
const LONG = `日"\\<&\u001b😀`.repeat(20_000);

function record(events: number, text: string): RunRecord {
  return {
    schema: "run-record/v1",
    test: "TestLong0",
    seed: 1,
    failure: { message: text, expected: text, got: text, details: Array<string>(200).fill(text) },
    cause: [text],
    hosts: ["server", "client"],
    events: Array.from({ length: events }, (_, i) => ({
      at: i,
      kind: "call" as const,
      host: "client",
      peer: "server",
      id: i,
      text: `${String(i)} ${text}`.slice(0, 1_000),
    })),
    complete: true,
    spans: [],
    faults: Array.from({ length: 5_000 }, (_, id) => ({ id, at: id, text: text.slice(0, 200) })),
    history: {
      operations: Array.from({ length: 5_000 }, (_, i) => ({
        client: "client",
        text: text.slice(0, 500),
        called: i,
        returned: i + 1,
        effect: null,
        status: "placed" as const,
      })),
      reasons: [],
    },
  };
}

const counterexample: Counterexample = {
  cause: ["c"],
  search: "minimal",
  runs: 1,
  plan: { faults: [], leftOut: [] },
};

/** What the grader makes of a worker's report of this failure. */
function runOf(test: string, text: string, events: number): TestRun {
  const texts = Array<string>(120).fill(text);
  const explanation = {
    kind: "failed",
    message: text,
    expected: text,
    got: text,
    cause: texts,
    details: texts,
  };
  const more = { host: text, file: text, line: 1, column: 1, lastEvents: texts, console: texts };
  const said = {
    type: "seed",
    digest: "0",
    id: 1,
    seed: 1,
    explanation: cutReportTexts({ ...explanation, ...more }),
  };
  const shown = events === 0 ? {} : { counterexample, record: cutReportTexts(record(events, text)) };
  const report = parseWorkerReport(JSON.stringify({ token: "t", report: { ...said, ...shown } }), "t");
  if (report?.type !== "seed" || report.explanation === undefined)
    throw new Error("expected a report that is believed");
  const { seed, explanation: read, counterexample: found, record: seen } = report;
  const first = {
    seed,
    explanation: read,
    ...(found && { counterexample: found }),
    ...(seen && { record: seen }),
  };
  return { test, run: 1, failed: 1, first, ending: { kind: "failed", message: "m" }, elapsedMs: 1 };
}

function longReport(runs: readonly TestRun[]): GradeReport {
  const place = { file: "client.ts", line: 1, column: 1, code: "TS2322", message: LONG };
  return buildReport({
    lab,
    tests: TESTS,
    runs,
    artifacts: reportArtifactsOfTests("sum", runs),
    types: { kind: "checked", ...typeProblems.parse({ errors: Array(400).fill(place), more: 0 }) },
    lateDays: { days: 0 },
    flags: "",
    startedAt: 0,
    elapsedMs: 1,
  });
}

describe("the files of a report", function () {
  this.timeout(120_000);

  it("are bounded, whatever a submission does", () => {
    const runs = TESTS.map(({ name }, i) => runOf(name, LONG, i === 0 ? 5_000 : 0));
    const report = longReport(runs);
    expect(gradeReport.parse(report)).to.deep.equal(report);
    expect(report.typeErrors).to.have.length(50);
    expect(report.moreTypeErrors).to.equal(350);
    expect(Buffer.byteLength(JSON.stringify(report))).to.be.above(MOST_REPORT_BYTES);
    const root = temporaryFolder();
    const [folder, formats] = [join(root, "reports/sum"), join(root, "formats")];
    writeReports(report, reportArtifactsOfTests("sum", runs), { folder });
    const env = Object.fromEntries(
      ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "USERNAME", "COMMIT_URL", "RELEASE_URL"].map((name) => [
        name,
        "x",
      ]),
    );
    writeFormats(
      report,
      REPORT_FORMATS.map((format) => ({ format, file: format.file })),
      { folder, cwd: formats, env, print: () => undefined },
    );
    const files = [folder, formats].flatMap((place) => readdirSync(place).map((file) => join(place, file)));
    expect(files).to.have.length(5 + REPORT_FORMATS.length);
    for (const file of files) {
      const { length } = readFileSync(file);
      expect(length, file).to.be.within(500, file.endsWith("summary.md") ? 1_000_000 : MOST_REPORT_BYTES);
    }
    const written = gradeReport.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
    expect(written.tests.map(({ name, score }) => [name, score])).to.deep.equal(
      report.tests.map(({ name, score }) => [name, score]),
    );
    expect(written.typeErrors.length + (written.moreTypeErrors ?? 0)).to.equal(400);
    expect(renderTerminal(report, { color: true }).length).to.be.below(1_000_000);
  });

  it("leave out the oldest events of a picture, after they have cut texts", () => {
    const long = record(50_000, "<é>".repeat(400));
    const page = reportPictureWithinLimit(long);
    expect(Buffer.byteLength(page)).to.be.within(MOST_REPORT_BYTES / 2, MOST_REPORT_BYTES);
    const [, json = ""] = /<script type="application\/json" id="record">([^<]*)<\/script>/.exec(page) ?? [];
    const packed = JSON.parse(json) as { record: { complete: boolean }; rows: [number, ...unknown[]][] };
    expect(packed.record.complete).to.equal(false);
    expect(packed.rows.length).to.be.within(1_000, 49_999);
    expect(packed.rows.slice(-1)[0]?.[0]).to.equal(49_999);
    expect(page).to.contain(" (1000 characters)");
  });

  it("hold a picture of ordinary length whole", () => {
    const page = reportPictureWithinLimit(record(2_000, "put(a)"));
    expect(page).to.contain('"complete":true').and.to.contain("1999 put(a)");
  });
});

describe("type errors", function () {
  this.timeout(60_000);

  it("are listed up to a number and counted, with messages of bounded length", () => {
    const name = "n".repeat(1_000);
    const wrong = Array.from({ length: 400 }, () => `export const ${name}: ${name} = 1;`);
    const submission = temporaryFolder({ "client.ts": wrong.join("\n") });
    const { errors, more } = checkTypes({
      lab: "lab1",
      labFolder: lab.folder,
      given: ["types.ts"],
      submission,
      student: ["client.ts"],
    });
    expect(errors).to.have.length(200);
    expect(more).to.be.at.least(200);
    expect(JSON.stringify({ errors, more }).length).to.be.below(1_000_000);
  });
});
