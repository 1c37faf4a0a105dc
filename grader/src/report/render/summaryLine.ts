import { reportDeadlineWords } from "./reportDeadlineWords";
import type { GradeReport } from "../GradeReport";

/** The score in one line, with what a teacher has to know besides. */
export function summaryLine(report: GradeReport): string {
  const { score, maxScore, openScore, hidden, optional, complete, tests, troubles, elapsedMs } = report;
  const { isolation = "none" } = report;
  const passed = tests.filter(({ status }) => status === "passed").length;
  const selected = complete ? "" : " of the selected tests";
  const unjudged =
    troubles === undefined
      ? ""
      : `; NOT FINAL: ${troubles.length === 1 ? "one test" : `${String(troubles.length)} tests`} could not be judged`;
  const extra =
    optional === undefined ? "" : `, optional ${String(optional.score)} of ${String(optional.maxScore)}`;
  const ofHidden =
    hidden === undefined ? "" : `, ${String(hidden.score)} of ${String(hidden.maxScore)} for hidden tests`;
  const open =
    openScore === undefined || openScore === score ? "" : `, ${String(openScore)} without secret seeds`;
  // Who has no secrets, and asked for no walls, need not read that there are none.
  const walls =
    isolation === "none" && openScore === undefined && hidden === undefined
      ? ""
      : `, isolation: ${isolation}`;
  const time = (elapsedMs / 1000).toFixed(1);
  return `Score${selected}: ${String(score)} of ${String(maxScore)} points${ofHidden}${extra}${open} (${String(passed)} of ${String(tests.length)} tests passed${reportDeadlineWords(report)}, ${time} s${walls})${unjudged}`;
}
