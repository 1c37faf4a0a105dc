import { Chalk } from "chalk";
import type { Explanation } from "labrpc/testing";

/** Why a demonstration could not be finished, as text. */
export function renderProblem(problem: Explanation, { color }: { color: boolean }): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const { message, expected, got, file, line, details } = problem;
  return [
    paint.red(`✗ ${message}`),
    ...(expected === undefined ? [] : [`  expected  ${expected}`]),
    ...(got === undefined ? [] : [`  got       ${got}`]),
    ...(file === undefined ? [] : [`  at        ${file}:${String(line)}`]),
    ...details.map((detail) => `  ${detail}`),
    "",
  ].join("\n");
}
