import type { CodeBase } from "../simulation/CodeBase";
import type { NetworkOptions } from "../simulation/NetworkOptions";
import { Simulation } from "../simulation/Simulation";
import type { SimulationOptions } from "../simulation/SimulationOptions";
import type { StrategySpec } from "../simulation/StrategySpec";
import { hashText, mix } from "../simulation/RandomStream";
import { explain } from "./explain";
import { OrderLog } from "./OrderLog";
import { OrderWalk } from "./OrderWalk";
import type { Scenario } from "./simulate";
import type { SeedReport } from "./testRun";

/**
 * A scenario of a few operations, of which every order can be tried. `labN/small.ts` exports a list of them.
 *
 * As long as its calls have not returned, it looks at nothing but their answers: not at the network's counts, not
 * at a clock. Network options that lose, delay or copy by chance make no sense in it: the walk does that.
 */
export interface SmallScenario {
  /** As "TwoAppends". */
  readonly name: string;
  readonly description: string;
  /** What to think about when it fails. */
  readonly hint: string;
  readonly network?: NetworkOptions;
  readonly scenario: Scenario;
}

export interface WalkOptions {
  readonly code: CodeBase;
  /** How many messages may be lost in one order. */
  readonly losses: number;
  /** How many requests may arrive twice in one order. */
  readonly duplicates: number;
  /** So many orders at most. */
  readonly mostRuns: number;
  readonly stopAtFirstFailure: boolean;
  /** Whether orders are left out that nobody can tell from another. Default true. */
  readonly reduce?: boolean;
  readonly onStart?: (choices: readonly number[]) => void;
  readonly onRun?: (soFar: WalkResult) => void;
  readonly onBeat?: () => void;
}

export interface WalkResult {
  /** Orders that ran to their end. */
  readonly runs: number;
  /** Runs that were given up in the middle, since another run stands for them. */
  readonly redundant: number;
  readonly failed: number;
  /** Whether every order was tried. */
  readonly complete: boolean;
  /** How much of all orders was tried, from 0 to 1: a rough estimate. */
  readonly progress: number;
  /** The first that failed, and what replays it. */
  readonly first?: { readonly report: SeedReport; readonly choices: readonly number[] };
}

type OrderSpec = Extract<StrategySpec, { kind: "orders" }>;

const BUDGET = { virtualMs: 150_000, events: 50_000 };
/** One run stands for all: in a small scenario nothing else is random. */
const SEED = 1;

/** Runs a small scenario in every order of its messages, up to a number of orders. */
export async function walkOrders(small: SmallScenario, options: WalkOptions): Promise<WalkResult> {
  const { losses, duplicates, mostRuns, stopAtFirstFailure, reduce = true } = options;
  const walk = new OrderWalk({ reduce });
  let result: WalkResult = { runs: 0, redundant: 0, failed: 0, complete: false, progress: 0 };
  for (let more = true; more;) {
    if (result.runs >= mostRuns) return result;
    walk.begin();
    const spec: OrderSpec = { kind: "orders", choices: walk.choices, losses, duplicates };
    options.onStart?.(spec.choices);
    const simulation = new Simulation({ ...simulationOptions(small, options), strategy: spec, guide: walk });
    const { outcome } = await simulation.run(small.scenario);
    let { runs, redundant, failed, first } = result;
    const end = walk.redundant && outcome.kind === "deadlock";
    if (end) redundant += 1;
    else runs += 1;
    if (!end && outcome.kind !== "passed") {
      failed += 1;
      const { choices } = walk;
      first ??= { report: await runOneOrder(small, { ...spec, choices }, options), choices };
    }
    more = walk.advance();
    result = {
      runs,
      redundant,
      failed,
      complete: !more,
      progress: more ? walk.progress : 1,
      ...(first === undefined ? {} : { first }),
    };
    options.onRun?.(result);
    if (failed > 0 && stopAtFirstFailure) return result;
  }
  return result;
}

/** Runs a small scenario in one order, and explains what went wrong. */
export async function runOneOrder(
  small: SmallScenario,
  strategy: OrderSpec,
  options: Pick<WalkOptions, "code" | "onBeat">,
): Promise<SeedReport> {
  const guide = new OrderLog(strategy.choices);
  const simulation = new Simulation({ ...simulationOptions(small, options), strategy, guide, record: true });
  const result = await simulation.run(small.scenario);
  const report = { test: small.name, seed: SEED, ...result };
  const { outcome } = result;
  return outcome.kind === "passed"
    ? report
    : { ...report, explanation: { ...explain(outcome, simulation), cause: guide.story } };
}

function simulationOptions(
  { name, network }: SmallScenario,
  { code, onBeat }: Pick<WalkOptions, "code" | "onBeat">,
): SimulationOptions {
  return {
    seed: mix(hashText(name), SEED) >>> 0,
    code,
    budget: BUDGET,
    ...(network === undefined ? {} : { network }),
    ...(onBeat === undefined ? {} : { onBeat }),
  };
}
