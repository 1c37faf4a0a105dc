import type { SmallScenario } from "labrpc/testing";
import type { Lab } from "toolkit/labs/readLab";
import type { WalkReport } from "../../protocol/protocol";
import type { TestRun } from "../../protocol/TestRun";
import type { Explored, ExploreFinding, ExploredTest } from "./ExploreFinding";
import { runExplorePool } from "./runExplorePool";
import { smallSourceOf } from "../../replay/smallScenariosOf";

export interface ExploreOrdersRequest {
  readonly lab: Lab;
  /** The lab folder with the student's files, absolute. */
  readonly submission: string;
  readonly scenarios: readonly SmallScenario[];
  readonly losses: number;
  readonly duplicates: number;
  /** So many orders of each scenario at most. */
  readonly runs: number;
  readonly collect: boolean;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onRuns: (more: number, failed: boolean) => void;
}

/** What is known of one scenario so far. */
interface OrdersTried {
  walked?: Extract<WalkReport, { type: "walked" }>;
  /** The order that runs now. */
  choices: readonly number[];
  end?: TestRun;
}

/** Runs small scenarios in all their orders, each scenario in one process. */
export async function exploreOrders(search: ExploreOrdersRequest): Promise<Explored> {
  const { lab, submission, scenarios, collect, jobs, onRuns } = search;
  const books = new Map<string, OrdersTried>(scenarios.map(({ name }) => [name, { choices: [] }]));
  const bookOf = (name: string): OrdersTried => books.get(name) ?? { choices: [] };
  const found = new AbortController();
  const signal = AbortSignal.any([search.signal, found.signal]);
  const queue = scenarios.values();
  const small = smallSourceOf(lab);

  await runExplorePool(lab, {
    jobs: Math.min(jobs, scenarios.length),
    signal,
    take: () => {
      const { value: scenario } = queue.next();
      if (scenario === undefined) return undefined;
      const { losses, duplicates, runs: mostRuns } = search;
      const walk = { losses, duplicates, mostRuns };
      const { name: test } = scenario;
      return {
        request: { submission, test, seeds: [], stopAtFirstFailure: !collect, small, walk },
        done: (run) => {
          bookOf(test).end = run;
          if (run.ending.kind !== "passed" && !collect) found.abort();
        },
      };
    },
    onWalk: ({ test }, report) => {
      const book = bookOf(test);
      if (report.type === "order-start") {
        book.choices = report.choices;
        return;
      }
      onRuns(report.runs - (book.walked?.runs ?? 0), report.failed > (book.walked?.failed ?? 0));
      book.walked = report;
    },
  });
  return {
    findings: scenarios
      .flatMap((scenario) => findingOfOrders(scenario, bookOf(scenario.name), search))
      .slice(0, collect ? undefined : 1),
    tried: scenarios.map(({ name }) => triedOrdersOf(name, bookOf(name), search)),
  };
}

function findingOfOrders(
  test: SmallScenario,
  { walked, choices, end }: OrdersTried,
  search: ExploreOrdersRequest,
): ExploreFinding[] {
  const { losses, duplicates } = search;
  const strategy = {
    kind: "orders",
    losses,
    duplicates,
    choices: walked?.first?.choices ?? choices,
  } as const;
  const counts = { test: test.name, run: walked?.runs ?? 0, failed: walked?.failed ?? 0, elapsedMs: 0 };
  if (walked?.first !== undefined) {
    const { explanation } = walked.first;
    const first = { seed: 1, explanation };
    return [
      { test, strategy, run: { ...counts, first, ending: { kind: "failed", message: explanation.message } } },
    ];
  }
  if (end === undefined || end.ending.kind === "passed" || end.ending.kind === "missing") return [];
  // The process was lost in the order that began last.
  return [{ test, strategy, run: { ...end, run: counts.run + 1, failed: counts.failed + 1 } }];
}

function triedOrdersOf(
  name: string,
  { walked, end }: OrdersTried,
  { runs: most, signal }: ExploreOrdersRequest,
): ExploredTest {
  const { runs = 0, redundant = 0, failed = 0, complete = false } = walked ?? {};
  const skipped = redundant === 0 ? "" : `, and ${String(redundant)} that repeat others were cut short`;
  const stopped =
    runs >= most
      ? "--runs"
      : failed > 0 || end !== undefined
        ? "the failure"
        : signal.aborted
          ? "the end"
          : "the failure of another";
  const note = complete
    ? `all ${String(runs)} orders were tried${skipped}`
    : runs === 0
      ? `stopped by ${stopped} before the first order`
      : `stopped by ${stopped}; how many orders are left is not known`;
  return { name, runs, failed, note };
}
