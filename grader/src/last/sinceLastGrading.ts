import type { GradeReport, TestReport } from "../report/GradeReport";

/** Names of tests that are listed; of more, their number. */
const MOST_NAMES = 5;

/**
 * What has changed since the tests of a report were last graded, in a line: "Since last time: 12 points more; won
 * TestBasic; lost TestMemory". Undefined when nothing is known of them. Hidden tests are counted, not named.
 */
export function sinceLastGrading(
  { tests }: Pick<GradeReport, "tests">,
  before: readonly TestReport[],
): string | undefined {
  const pairs = tests.flatMap((now) => {
    const then = before.find(({ name }) => name === now.name);
    return then === undefined || now.status === "not-run" ? [] : [{ now, then }];
  });
  if (pairs.length === 0) return undefined;
  const gained = pairs.reduce((sum, { now, then }) => sum + now.score - then.score, 0);
  const won = pairs.filter(({ now, then }) => now.status === "passed" && then.status === "failed");
  const lost = pairs.filter(({ now, then }) => now.status === "failed" && then.status === "passed");
  const names = (found: typeof pairs): string => {
    const shown = found.filter(({ now }) => now.hidden !== true).map(({ now }) => now.name);
    const more = found.length - Math.min(shown.length, MOST_NAMES);
    return [...shown.slice(0, MOST_NAMES), ...(more === 0 ? [] : [`${String(more)} more`])].join(", ");
  };
  const changes = [
    ...(won.length === 0 ? [] : [`won ${names(won)}`]),
    ...(lost.length === 0 ? [] : [`lost ${names(lost)}`]),
  ];
  if (changes.length === 0) return "Since last time: no test won or lost";
  return `Since last time: ${[pointsInWords(gained), ...changes].join("; ")}`;
}

function pointsInWords(gained: number): string {
  if (gained === 0) return "as many points";
  const count = Math.abs(gained) === 1 ? "one point" : `${String(Math.abs(gained))} points`;
  return `${count} ${gained > 0 ? "more" : "fewer"}`;
}
