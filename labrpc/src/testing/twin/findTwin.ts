import type { Counterexample, FaultPlan } from "../../records";
import type { Outcome } from "../../simulation/outcome/Outcome";
import type { Scenario } from "../../simulation/Scenario";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { RunSeen } from "../explain/RunSeen";
import { failsAlike } from "../minimise/failsAlike";
import type { NearPlan } from "./NearPlan";
import { quotedIn } from "../state/partsAbout";
import { plansInOtherOrder } from "./plansInOtherOrder";
import { plansWithoutFault, plansWithoutMore, plansWithoutOperation } from "./plansWithLess";

/** How often operations that nobody knew of are left out of one run. */
const MOST_ROUNDS = 4;
/** Runs that are tried of each sort of plan, and events in them; a run that failed late leaves room for a few. */
const MOST_TRIES = { less: 20, order: 10, more: 6 };
const MOST_EVENTS = 60_000;

/** A smallest failing run, recorded with its state. */
export interface SmallestRun {
  readonly simulation: Simulation;
  readonly outcome: Outcome;
  readonly events: number;
  /** Run with it, the test fails. */
  readonly plan: Counterexample["plan"];
  readonly scenario: Scenario;
  /** What the simulation was made with, but for the plan. */
  readonly options: SimulationOptions;
}

/** The nearest run that passes. */
export interface Twin extends Pick<NearPlan, "kind"> {
  /** What is not so in it, as a part of a sentence: "without the lost reply to get("k") from server-0 to clerk-1". */
  readonly how: string;
  /** False for one that goes on beyond the failure, and fails later in another way. */
  readonly passes: boolean;
  readonly simulation: Simulation;
}

/** What a search for a twin came to. */
export type TwinSearch = { readonly kind: "found"; readonly twin: Twin } | NoTwin;

/** So many runs were tried, and each fails; so many of them in the same way. */
export interface NoTwin {
  readonly kind: "none";
  readonly tried: number;
  readonly alike: number;
}

/**
 * Looks for the nearest run that passes:
 *
 * - without one fault, of those that happened to one message before those of whole hosts and links, and the last first,
 * - with two messages in the other order, those first that have to do with what failed,
 * - without one operation, the first first, for the later ones are mostly those that look,
 * - where none of these passes, the first of them that goes on beyond the failure and fails later in another way, as when
 *   the test looks for the same mistake twice,
 * - without all faults, or all that one client does, or without the operation that shows what is wrong.
 */
export async function findTwin(failing: SmallestRun): Promise<TwinSearch> {
  const run = new RunSeen(failing.simulation);
  const search = new SearchForTwin(failing);
  const { plan, outcome, options } = failing;
  const isOrdered = options.strategy !== undefined && options.strategy.kind !== "random";
  const near =
    (await search.among(plansWithoutFault(plan, run, outcome), MOST_TRIES.less)) ??
    (isOrdered
      ? undefined
      : await search.among(plansInOtherOrder(plan, run, wordsOf(outcome)), MOST_TRIES.order)) ??
    (await search.among(plansWithoutOperation(plan, run), MOST_TRIES.less)) ??
    search.later ??
    (await search.among(plansWithoutMore(plan, run, outcome), MOST_TRIES.more));
  const twin = near && (await recordedTwin(failing, near));
  const { tried, alike } = search;
  return twin === undefined ? { kind: "none", tried, alike } : { kind: "found", twin };
}

/** What a failure names in quotes. */
function wordsOf(outcome: Outcome): ReadonlySet<string> {
  if (outcome.kind !== "failed") return new Set();
  return new Set([outcome.message, outcome.got ?? ""].flatMap(quotedIn));
}

interface FoundPlan extends NearPlan, Pick<Twin, "passes"> {}

class SearchForTwin {
  /** Runs so far, and those that failed as the one did that is looked at. */
  tried = 0;
  alike = 0;
  /** The first that goes on beyond the failure. */
  later: FoundPlan | undefined;
  readonly #failing: SmallestRun;
  readonly #known: ReadonlySet<string>;

  constructor(failing: SmallestRun) {
    this.#failing = failing;
    this.#known = new Set(failing.simulation.faults?.operations);
  }

  /** One without something says more than one in another order. */
  #found(later: FoundPlan): void {
    if (this.later === undefined || (this.later.kind === "order" && later.kind !== "order"))
      this.later = later;
  }

  /** The first of some plans whose run passes; undefined when none does, or as many as that were tried. */
  async among(plans: Iterable<NearPlan>, most: number): Promise<FoundPlan | undefined> {
    const { scenario, options, simulation, outcome, events: ownEvents } = this.#failing;
    let [tries, events] = [0, ownEvents];
    for (const near of plans) {
      let { plan } = near;
      for (let round = 0; round < MOST_ROUNDS; round++) {
        if (++tries > most || events > MOST_EVENTS) return undefined;
        this.tried += 1;
        const tried = new Simulation({ ...options, plan });
        const result = await tried.run(scenario);
        events += result.events;
        if (result.outcome.kind === "passed") return { ...near, plan, passes: true };
        const isAlike = failsAlike(result.outcome, outcome);
        if (isAlike) this.alike += 1;
        const isLater = tried.now > simulation.now && !isAlike;
        if (isLater && result.outcome.kind === "failed") this.#found({ ...near, plan, passes: false });
        const more = this.#unknownIn(tried, plan);
        if (more.length === 0) break;
        plan = { ...plan, leftOut: [...plan.leftOut, ...more] };
      }
    }
    return undefined;
  }

  /** A run that goes on where the other one ended has operations in it that the search for that one never knew. */
  #unknownIn({ faults }: Simulation, { leftOut }: FaultPlan): readonly string[] {
    return (faults?.operations ?? []).filter((name) => !this.#known.has(name) && !leftOut.includes(name));
  }
}

/** Runs it once more. Resolves to undefined when it does not end as before. */
async function recordedTwin(
  { options, scenario }: SmallestRun,
  { plan, kind, passes, how }: FoundPlan,
): Promise<Twin | undefined> {
  const simulation = new Simulation({ ...options, plan, record: true, recordState: true });
  const { outcome } = await simulation.run(scenario);
  return (outcome.kind === "passed") === passes ? { kind, passes, how: how(), simulation } : undefined;
}
