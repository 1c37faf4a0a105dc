import type { StrategySpec } from "labrpc/simulation";
import type { ChoiceDivergence, SmallScenario } from "labrpc/testing";
import type { TestRun } from "../../protocol/TestRun";
import { ToolError } from "toolkit/cli/ToolError";
import type { ExploreOrdersRequest } from "./exploreOrders";
import type { Explored } from "./ExploreFinding";
import { runExplorePool } from "./runExplorePool";
import { smallSourceOf } from "../../replay/smallScenariosOf";

export interface ExploreOneOrderRequest extends Pick<
  ExploreOrdersRequest,
  "lab" | "submission" | "signal" | "onRuns"
> {
  readonly test: SmallScenario;
  readonly strategy: Extract<StrategySpec, { kind: "orders" }>;
}

/** Runs a small scenario in the order asked for. Throws ToolError when the scenario has no such order. */
export async function exploreOneOrder(search: ExploreOneOrderRequest): Promise<Explored> {
  const { lab, submission, test, strategy, signal, onRuns } = search;
  const ran: TestRun[] = [];
  let wanted = true;
  await runExplorePool(lab, {
    jobs: 1,
    signal,
    take: () => {
      if (!wanted) return undefined;
      wanted = false;
      const request = { submission, test: test.name, seeds: [1], stopAtFirstFailure: true, strategy };
      return { request: { ...request, small: smallSourceOf(lab) }, done: (run) => ran.push(run) };
    },
  });
  const [run] = ran;
  if (run?.choiceDivergence !== undefined)
    throw noSuchExploredOrder(run.choiceDivergence, strategy.choices.length);
  if (run === undefined) return { findings: [], tried: [{ name: test.name, runs: 0, failed: 0 }] };
  onRuns(1, run.failed > 0);
  return {
    findings: run.ending.kind === "passed" ? [] : [{ test, strategy, run }],
    tried: [{ name: test.name, runs: run.run, failed: run.failed, note: "the order asked for" }],
  };
}

function noSuchExploredOrder({ nth, asked, alternatives }: ChoiceDivergence, length: number): ToolError {
  const problem =
    alternatives === 0
      ? `expected --choices to end before number ${String(nth)}, where there is nothing to choose any more, got ${String(length)} numbers`
      : `expected a number from 0 to ${String(alternatives - 1)} as number ${String(nth)} of --choices, got ${String(asked)}`;
  return new ToolError(
    `${problem}; an order fits the code and the --losses and --duplicates that it was found with: leave --choices out to try all orders`,
  );
}
