import type { CodeBase } from "../../simulation/code/CodeBase";
import type { NetworkOptions } from "../../simulation/network/NetworkOptions";
import { hashText, mixHashes } from "../../simulation/clock/RandomStream";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import type { Scenario } from "../../simulation/Scenario";

/**
 * A scenario of a few operations, of which every order can be tried. `labN/tests/small.ts` exports a list of them.
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

/** One run stands for all: in a small scenario nothing but the order is random. */
export const SMALL_SEED = 1;

const BUDGET = { virtualMs: 150_000, events: 50_000 };

/** What every run of a small scenario is made with; the strategy is added to it. */
export function smallOptions(
  { name, network }: SmallScenario,
  { code, onBeat }: { readonly code: CodeBase; readonly onBeat?: () => void },
): SimulationOptions {
  return {
    seed: mixHashes(hashText(name), SMALL_SEED) >>> 0,
    code,
    budget: BUDGET,
    ...(network === undefined ? {} : { network }),
    ...(onBeat === undefined ? {} : { onBeat }),
  };
}
