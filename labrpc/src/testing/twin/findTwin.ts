import type { Counterexample, FaultPlan } from "../../records";
import { faultKey } from "../../simulation/faults/Fault";
import type { Scenario } from "../../simulation/Scenario";
import { Simulation } from "../../simulation/Simulation";
import type { SimulationOptions } from "../../simulation/SimulationOptions";
import { faultInShort } from "../explain/describeFault";
import { shortenEventText } from "../explain/renderEvent";
import { RunSeen } from "../explain/RunSeen";

/** Runs that are tried. */
const MOST_TRIES = 12;
/** A failing run of so many events has no twin: to look for one would take seconds. */
const MOST_EVENTS = 100_000;
const MOST_TEXT = 70;

/** A smallest failing run, recorded with its state. */
export interface SmallestRun {
  readonly simulation: Simulation;
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
 * that look. Resolves to undefined when none of those passes, as when a fault is part of the test.
 */
export async function findTwin(failing: SmallestRun): Promise<Twin | undefined> {
  if (failing.events > MOST_EVENTS) return undefined;
  const { scenario, options } = failing;
  for (const { plan, kind, without } of smallerPlans(failing).slice(0, MOST_TRIES)) {
    const simulation = new Simulation({ ...options, plan, record: true, recordState: true });
    const { outcome } = await simulation.run(scenario);
    if (outcome.kind === "passed") return { kind, without: without(), simulation };
  }
  return undefined;
}

function smallerPlans({ simulation, plan }: SmallestRun): SmallerPlan[] {
  const run = new RunSeen(simulation);
  const seen = new Map(run.faults.seen.map((fault) => [faultKey(fault.fault), fault]));
  const withoutFault = [...plan.faults].reverse().flatMap((fault): SmallerPlan[] => {
    const happened = seen.get(faultKey(fault));
    if (happened === undefined || happened.kept) return [];
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
