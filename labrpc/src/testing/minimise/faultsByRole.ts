import type { FaultSeen } from "../../simulation/faults/Fault";
import type { Outcome } from "../../simulation/outcome/Outcome";

/** The faults of a counterexample, by what they have to do with its failure. */
export interface FaultsByRole {
  /** The network's chance: what went wrong. */
  readonly chance: readonly FaultSeen[];
  /** Chance as well, but all that it does is to keep the test busy until the failure shows. */
  readonly delaying: readonly FaultSeen[];
  /** The test's own doing: part of the scenario. */
  readonly scripted: readonly FaultSeen[];
}

/** @param outcome of the run; without it none is told apart as delaying */
export function faultsByRole(all: readonly FaultSeen[], outcome: Outcome | undefined): FaultsByRole {
  const scripted = all.filter((seen) => seen.scripted !== undefined);
  const unscripted = all.filter((seen) => seen.scripted === undefined);
  const call = uncaughtCallOf(outcome);
  const chance = call === undefined ? unscripted : unscripted.filter((seen) => isAboutCall(seen, call));
  if (chance.length === 0) return { chance: unscripted, delaying: [], scripted };
  return { chance, delaying: unscripted.filter((seen) => !chance.includes(seen)), scripted };
}

/** A call whose time-out nobody caught. */
interface UncaughtCall {
  readonly from: string;
  readonly to: string;
  readonly method: string;
}

/** As the network says it of a call without a reply. */
const NO_REPLY = /^no reply from (.+) to (\S+) within /;

/** Undefined where the run did not end like this. */
function uncaughtCallOf(outcome: Outcome | undefined): UncaughtCall | undefined {
  if (outcome?.kind !== "host-error" || outcome.error.name !== "TimeoutError") return undefined;
  const [, to, method] = NO_REPLY.exec(outcome.error.message) ?? [];
  return to === undefined || method === undefined ? undefined : { from: outcome.host, to, method };
}

function isAboutCall({ fault, call }: FaultSeen, { from, to, method }: UncaughtCall): boolean {
  if (!("message" in fault)) return false;
  const isOnLink = fault.message.startsWith(`${from}/`) && fault.message.includes(`>${to}/`);
  return isOnLink && call.startsWith(`${method}(`);
}
