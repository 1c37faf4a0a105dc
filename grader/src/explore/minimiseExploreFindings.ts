import type { StrategySpec } from "labrpc/simulation";
import type { Lab } from "toolkit/labs/readLab";
import { stubText } from "../protocol/stubText";
import type { JobRequest } from "../run/JobRequest";
import type { FailedSeed } from "../protocol/TestRun";
import type { ExploreFinding } from "./search/ExploreFinding";
import { runExplorePool } from "./search/runExplorePool";
import { smallSourceOf } from "../replay/smallScenariosOf";

/**
 * Looks for the counterexample of each failure, as `grade` does. This is the one place where `explore` asks for it: the
 * answer is in the explanation, the counterexample and the record of `run.first`, and for an order in the strategy's
 * choices. A run that lost its process has none.
 */
export async function minimiseExploreFindings(
  findings: readonly ExploreFinding[],
  { lab, submission, jobs, signal }: { lab: Lab; submission: string; jobs: number; signal: AbortSignal },
): Promise<ExploreFinding[]> {
  const minimised = new Map<ExploreFinding, ExploreFinding>();
  const asked = findings.filter(
    ({ run: { first } }) => first !== undefined && stubText(first.explanation) === undefined,
  );
  const queue = asked.values();
  await runExplorePool(lab, {
    jobs: Math.min(jobs, asked.length),
    signal,
    take: () => {
      const { value: finding } = queue.next();
      if (finding === undefined) return undefined;
      return {
        request: requestForFinding(lab, submission, finding),
        done: ({ first }) => {
          if (first?.counterexample !== undefined)
            minimised.set(finding, findingWithCounterexample(finding, first));
        },
      };
    },
  });
  return findings.map((finding) => minimised.get(finding) ?? finding);
}

function requestForFinding(
  lab: Lab,
  submission: string,
  { test, run, strategy }: ExploreFinding,
): JobRequest {
  return {
    submission,
    test: test.name,
    seeds: [run.first?.seed ?? 0],
    stopAtFirstFailure: true,
    minimise: "thorough",
    strategy,
    ...(strategy.kind === "orders" ? { small: smallSourceOf(lab) } : {}),
  };
}

function findingWithCounterexample(finding: ExploreFinding, first: FailedSeed): ExploreFinding {
  const { run, strategy } = finding;
  return {
    ...finding,
    run: { ...run, first },
    strategy: exploreStrategyWithChoices(strategy, first.counterexample?.choices),
  };
}

function exploreStrategyWithChoices(
  strategy: StrategySpec,
  choices: readonly number[] | undefined,
): StrategySpec {
  return strategy.kind === "orders" && choices !== undefined ? { ...strategy, choices } : strategy;
}
