import type { Counterexample } from "../../records";
import {
  faultKey,
  LOSES_EVERYTHING,
  type Fault,
  type FaultPlan,
  type FaultSeen,
} from "../../simulation/faults/Fault";
import type { Outcome } from "../../simulation/outcome/Outcome";
import { deltaDebug } from "./deltaDebug";
import { failsAlike, leavesCallUnfinished } from "./failsAlike";
import { lowerDimensions, type Dimensions } from "./lowerDimensions";
import { BudgetUsedUp, SearchAccount, type SearchBudget } from "./SearchAccount";

/** What a run with a plan came to. */
export interface PlannedRun {
  readonly outcome: Outcome;
  readonly events: number;
  /** Operations that could be left out, as in FaultPlan.leftOut; those that were are among them. */
  readonly operations: readonly string[];
  /** What the world drew, by the names of its dimensions; empty of a scenario that draws nothing. */
  readonly drawn: ReadonlyMap<string, number>;
}

/** A failing run, and how to run it again with less in it. */
export interface FailingPlan {
  readonly outcome: Outcome;
  readonly faults: readonly FaultSeen[];
  /** The numbers of what the test had cut and not mended when the run failed, as in the "cut" faults. */
  readonly inForce: readonly number[];
  /** When the run failed, virtual ms. */
  readonly atMs: number;
  /** As in PlannedRun. */
  readonly operations: readonly string[];
  /** As in PlannedRun. */
  readonly drawn: ReadonlyMap<string, number>;
  /** Whether the scenario is a generated world: see ScenarioOptions. */
  readonly generated: boolean;
  /** The plan that it was run with. Default: it went as the seed says. */
  readonly within?: FaultPlan | undefined;
  readonly run: (plan: FaultPlan) => Promise<PlannedRun>;
}

/** A plan that still fails in the same way. */
export interface MinimisedPlan {
  readonly plan: FaultPlan;
  readonly search: Counterexample["search"];
  readonly runs: number;
}

/**
 * Finds the few faults and operations without which the run does not fail: delta debugging, first over kinds of
 * faults and whole clients, since most of them do not matter, then one by one.
 *
 * - A verdict that rests on the history alone stands whatever is left out. A call that does not return ought to, whatever
 *   other calls are left out. Of every other failure all operations are kept, and the test's own faults of the moment:
 *   one at least of the last part of its script, and what is cut. What a test expects may rest on them, and then a run
 *   without them fails for no fault of the student's.
 * - Of a generated world nothing has to be kept, and the numbers that it drew are lowered as well.
 */
export async function minimisePlan(failing: FailingPlan, budget: SearchBudget): Promise<MinimisedPlan> {
  const { generated } = failing;
  const free = generated || (failing.outcome.kind === "failed" && failing.outcome.restsOn === "history");
  const isUnfinished = leavesCallUnfinished(failing.outcome);
  let best: FaultPlan = {
    leftOut: [],
    ...failing.within,
    faults: failing.faults.map(({ fault }) => fault),
    untilMs: failing.atMs,
  };
  let { operations, drawn } = failing;
  const groups = groupsOfFaults(failing, free);
  const account = new SearchAccount(budget);
  const holds = async (plan: FaultPlan): Promise<boolean> => {
    if (!keepsEachFaultGroup(groups, plan.faults)) return false;
    const run = await account.pay(() => failing.run(plan));
    if (!failsAlike(run.outcome, failing.outcome)) return false;
    best = plan;
    ({ operations, drawn } = run);
    return true;
  };
  const kept = (faults: readonly Fault[]): Promise<boolean> => holds({ ...best, faults });
  const left = (): string[] => operations.filter((name) => !best.leftOut.includes(name));
  const leaveOut = async (some: readonly string[], part: (name: string) => string): Promise<void> => {
    const { leftOut } = best;
    const parts = [...new Set(some.map(part))];
    await deltaDebug(parts, (stay) => {
      const without = some.filter((name) => !stay.includes(part(name)));
      return holds({ ...best, leftOut: [...leftOut, ...without] });
    });
  };
  const world = {
    drawn: () => drawn,
    holds: (lowered: Dimensions) => holds({ ...best, dimensions: { ...best.dimensions, ...lowered } }),
  };
  try {
    if (generated) await lowerDimensions(world, isOfWholeWorld);
    if (best.faults.length > 0 && !(await kept(planWithNeededFaultsFirst(groups)))) {
      for (const kind of new Set(best.faults.map((fault) => fault.kind)))
        await kept(best.faults.filter((fault) => fault.kind !== kind));
      await shortestFailingPrefix(best.faults, kept);
    }
    // A run that fails later than the first one has operations in it that nobody knew of.
    for (let known = -1; (free || isUnfinished) && known !== operations.length;) {
      known = operations.length;
      await leaveOut(left(), clientOfOperation);
      await leaveOut(left(), (name) => name);
    }
    await deltaDebug(best.faults, kept);
    if (generated) {
      await lowerDimensions(world, () => true);
      await leaveOut(left(), (name) => name);
      await deltaDebug(best.faults, kept);
    }
    return { plan: drawnPlan(best, drawn), search: "minimal", runs: account.runs };
  } catch (error) {
    if (!(error instanceof BudgetUsedUp)) throw error;
    return { plan: drawnPlan(best, drawn), search: "budget", runs: account.runs };
  }
}

/**
 * What goes wrong late is seldom the cause, least of all when a run ends for having used up its time. So the first
 * faults are tried, the first two, four, and so on.
 */
async function shortestFailingPrefix(
  faults: readonly Fault[],
  holds: (prefix: readonly Fault[]) => Promise<boolean>,
): Promise<void> {
  let [fails, passes] = [faults.length, 0];
  for (let length = 1; length < fails; length *= 2) {
    if (await holds(faults.slice(0, length))) fails = length;
    else passes = length;
  }
  while (fails - passes > 1) {
    const middle = Math.floor((fails + passes) / 2);
    if (await holds(faults.slice(0, middle))) fails = middle;
    else passes = middle;
  }
}

/** Faults of which some must stay. */
interface Group {
  readonly needs: "one" | "all";
  readonly faults: Fault[];
}

/**
 * What must stay: what a run without makes no sense, and, unless the verdict rests on the history, the test's own
 * faults that its expectation may rest on, by the part of its script that made them.
 */
function groupsOfFaults({ faults, inForce }: FailingPlan, free: boolean): Group[] {
  const groups = new Map<string, Group>();
  for (const { fault, scripted, kept } of faults) {
    if (!kept && (scripted === undefined || free)) continue;
    const name = kept ? "kept" : (scripted ?? "");
    const needs = kept || name === LOSES_EVERYTHING ? "all" : "one";
    const group = groups.get(name) ?? { needs, faults: [] };
    groups.set(name, group);
    group.faults.push(fault);
  }
  const last = [...groups.values()].at(-1);
  return [...groups.values()].filter((group) => {
    const [first] = group.faults;
    return group === last || group.needs === "all" || (first?.kind === "cut" && inForce.includes(first.nth));
  });
}

/** What is tried first: nothing but what must stay. */
function planWithNeededFaultsFirst(groups: readonly Group[]): Fault[] {
  return groups.flatMap(({ needs, faults }) => (needs === "all" ? faults : faults.slice(0, 1)));
}

function keepsEachFaultGroup(groups: readonly Group[], faults: readonly Fault[]): boolean {
  const keys = new Set(faults.map(faultKey));
  const stays = (fault: Fault): boolean => keys.has(faultKey(fault));
  return groups.every((group) =>
    group.needs === "all" ? group.faults.every(stays) : group.faults.some(stays),
  );
}

/** The plan without the dimensions that nothing in its run asks for. */
function drawnPlan(plan: FaultPlan, drawn: ReadonlyMap<string, number>): FaultPlan {
  const { dimensions, ...rest } = plan;
  if (dimensions === undefined) return plan;
  const asked = Object.entries(dimensions).filter(([name]) => drawn.has(name));
  return { ...rest, dimensions: Object.fromEntries(asked) };
}

/** Whether a dimension is of the whole world, and not of one of many things in it: those have a "/" in their names. */
function isOfWholeWorld(dimension: string): boolean {
  return !dimension.includes("/");
}

function clientOfOperation(operation: string): string {
  return operation.slice(0, operation.lastIndexOf("/"));
}
