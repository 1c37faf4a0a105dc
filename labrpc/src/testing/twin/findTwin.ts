import type { Counterexample, FaultPlan } from "../../records";
import { faultKey } from "../../simulation/faults/Fault";
import type { Outcome } from "../../simulation/outcome/Outcome";
import type { Scenario } from "../../simulation/Scenario";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { faultInShort } from "../explain/describeFault";
import { shortenEventText } from "../explain/renderEvent";
import { RunSeen } from "../explain/RunSeen";
import { failsAlike } from "../minimise/failsAlike";
import { faultsByRole } from "../minimise/faultsByRole";

/** Runs that are tried, and events in them. */
const MOST_TRIES = 20;
const MOST_EVENTS = 60_000;
/** How often operations that nobody knew of are left out of one of them. */
const MOST_ROUNDS = 4;
const MOST_TEXT = 70;

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

/** A run with one thing less that passes. */
export interface Twin {
  /** What it is without, in a few words. */
  readonly without: string;
  readonly kind: "fault" | "operation";
  /** False for one that goes on beyond the failure, and fails later in another way. */
  readonly passes: boolean;
  readonly simulation: Simulation;
}

/** A plan with one thing less in it. */
interface SmallerPlan extends Pick<Twin, "kind"> {
  readonly plan: FaultPlan;
  readonly without: () => string;
}

/**
 * Looks for the nearest run that passes: without one fault, of those that happened to one message before those of whole
 * hosts and links, and the last first; or without one operation, the first first, for the later ones are mostly those
 * that look. Where none passes, takes one that goes on beyond the failure and fails later in another way, as when the
 * test looks for the same mistake twice. Resolves to undefined when there is none of those either.
 */
export async function findTwin(failing: SmallestRun): Promise<Twin | undefined> {
  const { scenario, options, simulation, outcome } = failing;
  const known = new Set(simulation.faults?.operations);
  let [tries, events] = [0, failing.events];
  let later: FoundPlan | undefined;
  for (const smaller of smallerPlans(failing)) {
    let { plan } = smaller;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (++tries > MOST_TRIES || events > MOST_EVENTS) return later && recordedTwin(failing, later);
      const tried = new Simulation({ ...options, plan });
      const result = await tried.run(scenario);
      events += result.events;
      if (result.outcome.kind === "passed") return recordedTwin(failing, { ...smaller, plan, passes: true });
      const isLater = tried.now > simulation.now && !failsAlike(result.outcome, outcome);
      if (isLater && result.outcome.kind === "failed") later ??= { ...smaller, plan, passes: false };
      // A run that goes on where the other one ended has operations in it that the search never knew.
      const more = (tried.faults?.operations ?? []).filter(
        (name) => !known.has(name) && !plan.leftOut.includes(name),
      );
      if (more.length === 0) break;
      plan = { ...plan, leftOut: [...plan.leftOut, ...more] };
    }
  }
  return later && recordedTwin(failing, later);
}

interface FoundPlan extends SmallerPlan, Pick<Twin, "passes"> {}

/** Runs it once more. Resolves to undefined when it does not end as before. */
async function recordedTwin(
  { options, scenario }: SmallestRun,
  { plan, kind, passes, without }: FoundPlan,
): Promise<Twin | undefined> {
  const simulation = new Simulation({ ...options, plan, record: true, recordState: true });
  const { outcome } = await simulation.run(scenario);
  return (outcome.kind === "passed") === passes
    ? { kind, passes, without: without(), simulation }
    : undefined;
}

function smallerPlans({ simulation, outcome, plan }: SmallestRun): SmallerPlan[] {
  const run = new RunSeen(simulation);
  // Without one of these the test is over before the failure shows, which tells nothing of it.
  const { delaying } = faultsByRole(run.faults.seen, outcome);
  const seen = new Map(run.faults.seen.map((fault) => [faultKey(fault.fault), fault]));
  const withoutFault = [...plan.faults].reverse().flatMap((fault): SmallerPlan[] => {
    const happened = seen.get(faultKey(fault));
    if (happened === undefined || happened.kept || delaying.includes(happened)) return [];
    const faults = plan.faults.filter((other) => other !== fault);
    return [{ kind: "fault", plan: { ...plan, faults }, without: () => faultInShort(happened, run) }];
  });
  const ofMessages = withoutFault.filter(
    ({ plan: { faults } }) => countOfLasting(faults) === countOfLasting(plan.faults),
  );
  return [
    ...ofMessages,
    ...withoutFault.filter((smaller) => !ofMessages.includes(smaller)),
    ...plansWithoutOperation(plan, run),
  ];
}

function countOfLasting(faults: FaultPlan["faults"]): number {
  return faults.filter(({ kind }) => kind === "cut" || kind === "crash").length;
}

/** Not without the one that ended last: it is most often the one that shows what is wrong. */
function plansWithoutOperation(plan: FaultPlan, { faults, events }: RunSeen): SmallerPlan[] {
  const last = events.findLast(({ kind }) => kind === "end" || kind === "error");
  const names = faults.operations.filter((name) => !plan.leftOut.includes(name));
  return names.flatMap((name): SmallerPlan[] => {
    const text = faults.operationText(name);
    const who = name.slice(0, name.lastIndexOf("/"));
    const isLast = last?.host === who && text !== undefined && last.text.startsWith(text);
    if (text === undefined || isLast) return [];
    const without = (): string => `${who}'s ${shortenEventText(text, MOST_TEXT)}`;
    return [{ kind: "operation", plan: { ...plan, leftOut: [...plan.leftOut, name] }, without }];
  });
}
