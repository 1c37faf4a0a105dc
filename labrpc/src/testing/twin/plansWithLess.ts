import type { FaultPlan } from "../../records";
import { faultKey, type FaultSeen } from "../../simulation/faults/Fault";
import type { Outcome } from "../../simulation/outcome/Outcome";
import { faultInShort } from "../explain/describeFault";
import { shortenEventText } from "../explain/renderEvent";
import type { RunSeen } from "../explain/RunSeen";
import { faultsByRole } from "../minimise/faultsByRole";
import type { NearPlan } from "./NearPlan";

const MOST_TEXT = 70;

/** The plan of a failing run without one of its faults, the nearest first. */
export function plansWithoutFault(plan: FaultPlan, run: RunSeen, outcome: Outcome): NearPlan[] {
  const seen = faultsToLeaveOut(run, outcome);
  const without = [...plan.faults].reverse().flatMap((fault): NearPlan[] => {
    const happened = seen.get(faultKey(fault));
    if (happened === undefined) return [];
    const faults = plan.faults.filter((other) => other !== fault);
    const how = (): string => `without ${faultInShort(happened, run)}`;
    return [{ kind: "fault", plan: { ...plan, faults }, how }];
  });
  const ofMessages = without.filter(
    ({ plan: { faults } }) => countOfLasting(faults) === countOfLasting(plan.faults),
  );
  return [...ofMessages, ...without.filter((near) => !ofMessages.includes(near))];
}

/** Without one operation; not without the one that ended last: it is most often the one that shows what is wrong. */
export function plansWithoutOperation(plan: FaultPlan, run: RunSeen): NearPlan[] {
  const last = lastOperation(plan, run);
  return keptOperations(plan, run).flatMap((name): NearPlan[] => {
    if (name === last) return [];
    const how = (): string => `without ${operationInShort(name, run)}`;
    return [{ kind: "operation", plan: withoutOperations(plan, [name]), how }];
  });
}

/** Without more than one thing, and without what only shows the failure: said where nothing nearer passes. */
export function* plansWithoutMore(plan: FaultPlan, run: RunSeen, outcome: Outcome): Generator<NearPlan> {
  const seen = faultsToLeaveOut(run, outcome);
  const kept = plan.faults.filter((fault) => !seen.has(faultKey(fault)));
  if (plan.faults.length - kept.length > 1)
    yield { kind: "more", plan: { ...plan, faults: kept }, how: () => "without any of these faults" };
  const operations = keptOperations(plan, run);
  for (const client of new Set(operations.map(clientOf))) {
    const own = operations.filter((name) => clientOf(name) === client);
    const how = (): string => `without all that ${client} does`;
    if (own.length > 1 && own.length < operations.length)
      yield { kind: "more", plan: withoutOperations(plan, own), how };
  }
  const last = lastOperation(plan, run);
  if (last !== undefined)
    yield {
      kind: "look",
      plan: withoutOperations(plan, [last]),
      how: () => `without ${operationInShort(last, run)}, which shows it`,
    };
}

/** The faults without which a run makes sense, and says something of the failure, by their keys. */
function faultsToLeaveOut({ faults: { seen } }: RunSeen, outcome: Outcome): ReadonlyMap<string, FaultSeen> {
  // Without one of these the test is over before the failure shows.
  const { delaying } = faultsByRole(seen, outcome);
  const those = seen.filter((one) => !one.kept && !delaying.includes(one));
  return new Map(those.map((one) => [faultKey(one.fault), one]));
}

function countOfLasting(faults: FaultPlan["faults"]): number {
  return faults.filter(({ kind }) => kind === "cut" || kind === "crash").length;
}

/** Operations that began and may be left out, by their names. */
function keptOperations({ leftOut }: FaultPlan, { faults }: RunSeen): string[] {
  return faults.operations.filter(
    (name) => !leftOut.includes(name) && faults.operationText(name) !== undefined,
  );
}

/** The one that ended last, if it may be left out. */
function lastOperation(plan: FaultPlan, run: RunSeen): string | undefined {
  const last = run.events.findLast(({ kind }) => kind === "end" || kind === "error");
  if (last === undefined) return undefined;
  return keptOperations(plan, run).findLast((name) => {
    const text = run.faults.operationText(name);
    return clientOf(name) === last.host && text !== undefined && last.text.startsWith(text);
  });
}

function withoutOperations(plan: FaultPlan, names: readonly string[]): FaultPlan {
  return { ...plan, leftOut: [...plan.leftOut, ...names] };
}

function operationInShort(name: string, { faults }: RunSeen): string {
  return `${clientOf(name)}'s ${shortenEventText(faults.operationText(name) ?? "", MOST_TEXT)}`;
}

function clientOf(operation: string): string {
  return operation.slice(0, operation.lastIndexOf("/"));
}
