import type { CodeBase } from "../../simulation/code/CodeBase";
import { Simulation } from "../../simulation/Simulation";
import { OrderWalk } from "./OrderWalk";
import { runOneOrder, type OrderSpec } from "./runOneOrder";
import { smallOptions, type SmallScenario } from "./SmallScenario";
import type { SeedResult } from "../run/SeedResult";

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
  /** The first that failed, and what replays it. */
  readonly first?: { readonly report: SeedResult; readonly choices: readonly number[] };
}

/** Runs a small scenario in every order of its messages, up to a number of orders. */
export async function walkOrders(small: SmallScenario, options: WalkOptions): Promise<WalkResult> {
  const { losses, duplicates, mostRuns, stopAtFirstFailure, reduce = true } = options;
  const walk = new OrderWalk({ reduce });
  let result: WalkResult = { runs: 0, redundant: 0, failed: 0, complete: false };
  for (let more = true; more;) {
    if (result.runs >= mostRuns) return result;
    walk.begin();
    const spec: OrderSpec = { kind: "orders", choices: walk.choices, losses, duplicates };
    options.onStart?.(spec.choices);
    const simulation = new Simulation({ ...smallOptions(small, options), strategy: spec, policy: walk });
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
      ...(first === undefined ? {} : { first }),
    };
    options.onRun?.(result);
    if (failed > 0 && stopAtFirstFailure) return result;
  }
  return result;
}
