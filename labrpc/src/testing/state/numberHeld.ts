import type { StateChange } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import type { TwoRuns } from "./tellingChange";

/** Smaller numbers stand in many parts, so that only the name of a part tells which of them is meant. */
const LEAST_TELLING = 10;
/** A name such as `n` says nothing of what is counted. */
const LEAST_NAME = 4;

interface NumberQuestion extends Pick<TwoRuns, "got"> {
  readonly expected: string | undefined;
  /** What the failure says. */
  readonly failure: string;
  /** Whether the failure's sentence is about this host. */
  readonly isNamed: (host: string) => boolean;
}

/**
 * Where the wrong answer is a number, and one off: the change by which a part came to hold it that has a name which the
 * failure uses, as `#counts.total_requests` for "total_requests of STATS", or that is the only one of the host that the
 * failure is about. Returns its place; undefined where there is none, or several that might be meant.
 *
 * @param here the changes of the failing run, in order
 */
export function numberHeld(
  here: readonly StateChange[],
  { expected, got, failure, isNamed }: NumberQuestion,
): number | undefined {
  const number = /^-?\d+$/.exec(got ?? "")?.[0];
  const wanted = /-?\d+/.exec(expected ?? "")?.[0];
  // Of a count that is further off, the last step is as right as the others.
  if (number === undefined || wanted === undefined || Math.abs(Number(number) - Number(wanted)) > 1)
    return undefined;
  const last = new Map<string, number>();
  for (const [place, change] of here.entries())
    if (change.after === number) last.set(stateKey(change), place);
  const said = new Set(wordsOf(failure));
  const holding = [...last.values()].map((place) => ({ place, ...(here[place] as StateChange) }));
  const isSaid = ({ path }: StateChange): boolean => {
    const words = wordsOf(lastName(path));
    return words.join("").length >= LEAST_NAME && words.every((word) => said.has(word));
  };
  const isOfNamed = ({ host }: StateChange): boolean =>
    isNamed(host) || failure.includes(`the ${host.replace(/-\d+$/, "")}'s`);
  const choices = [
    holding.filter((part) => isOfNamed(part) && isSaid(part)),
    holding.filter(isSaid),
    Number(number) < LEAST_TELLING ? [] : holding.filter((part) => isNamed(part.host) && isField(part)),
  ];
  const [meant, ...others] = choices.find((parts) => parts.length > 0) ?? [];
  return others.length === 0 ? meant?.place : undefined;
}

/** No entry of a Map or an array, which are many. */
function isField({ path }: StateChange): boolean {
  return !path.includes("[");
}

/** The field or key that a path ends with. */
function lastName(path: string): string {
  return /([A-Za-z_$][\w$]*)(?:"?\])?$/.exec(path)?.[1] ?? "";
}

/** "requestsSent", "requests_sent" and "requests sent" are the same words. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
