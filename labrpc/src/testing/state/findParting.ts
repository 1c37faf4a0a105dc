import type { StateChange, StateParting } from "../../records";
import { stateKey } from "../../simulation/trace/foldStateChanges";
import { isTellingText } from "./isTellingText";

/**
 * Where two runs part that were the same until then: the first time at which a part of a host's state is not the same in
 * both, after all that happened at that time. Of several parts the first that says something. Undefined where the states
 * stay the same, or say nothing.
 *
 * @param here the changes of the failing run, in order
 * @param there those of the other
 * @param isMeant whether to look at this part
 */
export function findParting(
  here: readonly StateChange[],
  there: readonly StateChange[],
  isMeant: (part: Pick<StateChange, "host" | "object" | "path">) => boolean = () => true,
): StateParting | undefined {
  const [ofHere, ofThere] = [new StateInTime(here), new StateInTime(there)];
  for (;;) {
    const at = Math.min(ofHere.nextAt, ofThere.nextAt);
    if (at === Infinity) return undefined;
    const touched = new Map<string, StateChange>();
    for (const change of [...ofHere.goTo(at), ...ofThere.goTo(at)]) {
      const key = stateKey(change);
      if (!touched.has(key)) touched.set(key, change);
    }
    for (const [key, { host, object, path }] of touched) {
      const [own, other] = [ofHere.textOf(key), ofThere.textOf(key)];
      if (own === other || !isMeant({ host, object, path }) || !isTellingText(own, other)) continue;
      // A host that is not there yet, or is down, holds nothing: that it does, says nothing of what it believes.
      if (!ofHere.knows(host) || !ofThere.knows(host)) continue;
      return {
        at,
        event: ofHere.event,
        host,
        object,
        path,
        ...(own === undefined ? {} : { here: own }),
        ...(other === undefined ? {} : { there: other }),
      };
    }
  }
}

/** What two runs differ in, part by part. */
export interface ComparedParts {
  /** By more than the time at which things come to be: it ends otherwise, or holds in one what it never holds in the other. */
  differs(part: Pick<StateChange, "host" | "object" | "path">): boolean;
  /** It holds something else in the end, and that says something. */
  endsOtherwise(part: Pick<StateChange, "host" | "object" | "path">): boolean;
}

export function comparedParts(here: readonly StateChange[], there: readonly StateChange[]): ComparedParts {
  const [ofHere, ofThere] = [textsOfParts(here), textsOfParts(there)];
  const textsOf = (part: Pick<StateChange, "host" | "object" | "path">) => {
    const key = stateKey(part);
    return [ofHere.get(key) ?? [], ofThere.get(key) ?? []] as const;
  };
  return {
    differs(part) {
      const [own, other] = textsOf(part);
      return own.at(-1) !== other.at(-1) || !isSubset(own, other) || !isSubset(other, own);
    },
    endsOtherwise(part) {
      const [own, other] = textsOf(part).map((texts) => texts.at(-1));
      return own !== other && isTellingText(own, other);
    },
  };
}

/** What each part came to hold, in order; undefined: it went away. */
function textsOfParts(changes: readonly StateChange[]): Map<string, (string | undefined)[]> {
  const texts = new Map<string, (string | undefined)[]>();
  for (const change of changes) {
    const key = stateKey(change);
    const all = texts.get(key) ?? [];
    all.push(change.after);
    texts.set(key, all);
  }
  return texts;
}

function isSubset(some: readonly (string | undefined)[], all: readonly (string | undefined)[]): boolean {
  const known = new Set(all);
  return some.every((text) => known.has(text));
}

/** How many changes are the same, from the first one on, but for the numbers of their events. */
export function sameChangesOf(here: readonly StateChange[], there: readonly StateChange[]): number {
  let same = 0;
  while (same < here.length && same < there.length) {
    const [own, other] = [here[same] as StateChange, there[same] as StateChange];
    if (own.at !== other.at || own.after !== other.after || stateKey(own) !== stateKey(other)) break;
    same += 1;
  }
  return same;
}

/** The state of all hosts, going forward in time. */
class StateInTime {
  /** As in StateChange, of the last change so far. */
  event = 0;
  readonly #changes: readonly StateChange[];
  readonly #texts = new Map<string, string>();
  /** How many parts of each host there are. */
  readonly #parts = new Map<string, number>();
  #next = 0;

  constructor(changes: readonly StateChange[]) {
    this.#changes = changes;
  }

  /** When the next change is; Infinity when there is none. */
  get nextAt(): number {
    return this.#changes[this.#next]?.at ?? Infinity;
  }

  textOf(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /** Whether there is anything of a host. */
  knows(host: string): boolean {
    return (this.#parts.get(host) ?? 0) > 0;
  }

  /** Makes all changes until that time, and returns them. */
  goTo(at: number): StateChange[] {
    const made: StateChange[] = [];
    for (;;) {
      const change = this.#changes[this.#next];
      if (change === undefined || change.at > at) return made;
      this.#next += 1;
      this.event = change.event;
      this.#make(change);
      made.push(change);
    }
  }
  #make(change: StateChange): void {
    const key = stateKey(change);
    const before = this.#texts.size;
    if (change.after === undefined) this.#texts.delete(key);
    else this.#texts.set(key, change.after);
    const more = this.#texts.size - before;
    this.#parts.set(change.host, (this.#parts.get(change.host) ?? 0) + more);
  }
}
