import { Chalk } from "chalk";
import type { Explanation } from "labrpc/testing";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";

/** Why a demonstration could not be finished, as text. */
export function renderDemoProblem(problem: Explanation, { color }: { color: boolean }): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { message, file, line, details } = problem;
  const { expected, got } = problem.kind === "failed" ? problem : {};
  return [
    paint.red(`✗ ${quotedBehind(message, 2)}`),
    ...(expected === undefined ? [] : [`  expected  ${quotedBehind(expected, 12)}`]),
    ...(got === undefined ? [] : [`  got       ${quotedBehind(got, 12)}`]),
    ...(file === undefined ? [] : [`  at        ${file}:${String(line)}`]),
    ...details.map((detail) => quotedAlone(detail, 2)),
    "",
  ].join("\n");
}
