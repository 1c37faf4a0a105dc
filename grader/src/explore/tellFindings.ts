import type { Lab } from "../labs/readLab";
import { isStub } from "../report/isStub";
import type { Finding } from "./Finding";
import { runPool } from "./runPool";

/**
 * Looks for the smallest cause of each failure, as `grade` does. This is the one place where it is asked for: the
 * answer stands in the cause and in the story of `run.first`. A failing order of a small scenario is small already,
 * and a run that lost its process has nothing to tell.
 */
export async function tellFindings(
  findings: readonly Finding[],
  { lab, submission, jobs, signal }: { lab: Lab; submission: string; jobs: number; signal: AbortSignal },
): Promise<Finding[]> {
  const told = new Map<Finding, Finding>();
  const asked = findings.filter(
    ({ run: { first }, strategy }) =>
      first !== undefined && !isStub(first.cause) && strategy.kind !== "orders",
  );
  const queue = asked.values();
  await runPool(lab, {
    jobs: Math.min(jobs, asked.length),
    signal,
    take: () => {
      const { value: finding } = queue.next();
      if (finding === undefined) return undefined;
      const { test, run, strategy } = finding;
      const seeds = [run.first?.seed ?? 0];
      return {
        request: { submission, test: test.name, seeds, stopAtFirstFailure: true, tell: "thorough", strategy },
        done: ({ first }) => {
          if (first?.story !== undefined) told.set(finding, { ...finding, run: { ...run, first } });
        },
      };
    },
  });
  return findings.map((finding) => told.get(finding) ?? finding);
}
