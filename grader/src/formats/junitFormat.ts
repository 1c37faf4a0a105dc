import type * as XmlBuilder from "xmlbuilder2";
import type { GradeReport, TestReport } from "../report/GradeReport";
import type { ReportFormat } from "./common/ReportFormat";
import { isUnjudgedTest, whyNotGraded, whyNotGradedLines } from "./common/whyNotGraded";
import { xmlAttribute, xmlText } from "./common/xmlText";

/** JUnit's XML, which most CI systems show. Points are properties. One suite for each part of the lab. */
export const junitFormat: ReportFormat = {
  name: "junit",
  purpose: "JUnit XML, for CI systems",
  file: "junit.xml",
  render: (report) => ({ text: junitXml(report) }),
};

type JunitElement = ReturnType<ReturnType<typeof XmlBuilder.create>["ele"]>;

function junitXml(report: GradeReport): string {
  // Loaded here: its 160 files would take a tenth of a second from each command.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { create } = require("xmlbuilder2") as typeof XmlBuilder;
  const document = create({ version: "1.0", encoding: "UTF-8" });
  const root = document.ele("testsuites", {
    name: xmlAttribute(`${report.lab}: ${report.title}`),
    ...junitCounts(report.tests),
    time: junitSeconds(report.elapsedMs),
  });
  for (const { part, title, score, maxScore } of report.parts) {
    const tests = report.tests.filter((test) => test.part === part);
    const isFinal = !tests.some((test) => isUnjudgedTest(test, report));
    const suite = root.ele("testsuite", {
      name: xmlAttribute(`${report.lab} part ${String(part)}: ${title}`),
      ...junitCounts(tests),
      time: junitSeconds(tests.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)),
      timestamp: report.startedAt.slice(0, 19),
    });
    junitProperties(suite, {
      ...(isFinal ? { score } : {}),
      "max-score": maxScore,
      ...(report.isolation === undefined ? {} : { isolation: report.isolation }),
    });
    for (const test of tests) addJunitTest(suite, report, test);
  }
  return `${document.end({ prettyPrint: true })}\n`;
}

function addJunitTest(suite: JunitElement, report: GradeReport, test: TestReport): void {
  const { lab } = report;
  const { name, part, optional, hidden, status, score, maxScore, elapsedMs } = test;
  const element = suite.ele("testcase", {
    name: xmlAttribute(name),
    classname: xmlAttribute(`${lab}.part${String(part)}`),
    time: junitSeconds(elapsedMs),
  });
  junitProperties(element, {
    ...(isUnjudgedTest(test, report) ? {} : { score }),
    "max-score": maxScore,
    ...(optional === true ? { optional: "true" } : {}),
    ...(hidden === true ? { hidden: "true" } : {}),
  });
  const why = whyNotGraded(test, report);
  if (why === undefined) return;
  element
    .ele(status === "not-run" ? "error" : "failure", {
      message: xmlAttribute(why.message),
      type: xmlAttribute(test.failure?.kind ?? status),
    })
    .txt(xmlText(whyNotGradedLines(why).join("\n")));
}

function junitProperties(element: JunitElement, values: Readonly<Record<string, number | string>>): void {
  const list = element.ele("properties");
  for (const [name, value] of Object.entries(values)) list.ele("property", { name, value: String(value) });
}

function junitCounts(tests: readonly TestReport[]): Record<string, number> {
  const of = (wanted: TestReport["status"]): number => tests.filter(({ status }) => status === wanted).length;
  return { tests: tests.length, failures: of("failed"), errors: of("not-run"), skipped: 0 };
}

function junitSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
