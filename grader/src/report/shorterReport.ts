import { cleanText } from "toolkit/text/studentText";
import { firstReportLinesAndMore } from "./firstReportLinesAndMore";
import type { FailureFields } from "./testFailure";
import type { GradeReport } from "./GradeReport";
import { failureWithoutFields } from "./failureWithoutFields";

/** How much of a report is kept. */
export interface ReportBounds {
  /** Of each text. */
  readonly characters: number;
  /** Of each list but those of tests and parts. */
  readonly items: number;
}

/** The same report with less to read: texts are cut, and lists end with how many are left out. */
export function shorterReport(report: GradeReport, bounds: ReportBounds): GradeReport {
  const { syntaxErrors, typeErrors, moreSyntaxErrors = 0, moreTypeErrors = 0, tests } = report;
  const leftOut = (found: readonly unknown[], already: number): number =>
    Math.max(0, found.length - bounds.items) + already;
  const [moreSyntax, moreTypes] = [
    leftOut(syntaxErrors, moreSyntaxErrors),
    leftOut(typeErrors, moreTypeErrors),
  ];
  return shorterReportValue(
    {
      ...report,
      ...(moreSyntax === 0 ? {} : { moreSyntaxErrors: moreSyntax }),
      ...(moreTypes === 0 ? {} : { moreTypeErrors: moreTypes }),
      tests: tests.map((test) => reportWithoutLongCode(test, bounds)),
    },
    bounds,
  );
}

/** Half a code is none. */
function reportWithoutLongCode(
  test: GradeReport["tests"][number],
  { characters }: ReportBounds,
): typeof test {
  const { failure } = test;
  const { replayCode = "" }: FailureFields = failure ?? {};
  if (failure === undefined || replayCode.length <= characters) return test;
  return { ...test, failure: failureWithoutFields(failure, ["replayCode"]) };
}

/** Lists of these are as long as the lab has them, and hold the points. */
const WHOLE: ReadonlySet<string> = new Set(["tests", "parts"]);

function shorterReportValue<T>(value: T, bounds: ReportBounds, key = ""): T {
  if (typeof value === "string") return cleanText(value, bounds.characters) as T;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (WHOLE.has(key)) return items.map((item) => shorterReportValue(item, bounds)) as T;
    const [kept, more] = firstReportLinesAndMore(items, bounds.items);
    const note = more > 0 && typeof items[0] === "string" ? [`… and ${String(more)} more`] : [];
    return [...kept.map((item) => shorterReportValue(item, bounds)), ...note] as T;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      name,
      shorterReportValue(part, bounds, name),
    ]),
  ) as T;
}
