import type { RunRecord } from "labrpc/testing";

export type StateChange = NonNullable<RunRecord["state"]>["changes"][number];

/** All changes of one event of the simulation. */
export interface StateStep {
  readonly step: number;
  /** The place of the event in the picture that it belongs to; -1 when it came before all. */
  readonly event: number;
  /** Virtual ms. */
  readonly at: number;
  readonly changes: readonly StateChange[];
}

/** A part of a host's state at one moment. */
export interface StatePart {
  readonly object: string;
  readonly path: string;
  readonly text: string;
  /** The place of the step by which it became so. */
  readonly since: number;
  /** Whether it has been so since its object was made. */
  readonly isFirst: boolean;
  /** What it is in the run that passes, at the same time; undefined where that is the same, or there is none. */
  readonly twin: string | undefined;
}

/** A part that is in the run that passes only has this text, and one that is in the failing run only this twin. */
export const NOT_THERE = "not there";

/** What the hosts held at each moment of a run, and of the run beside it that passes. */
export class StateHistory {
  readonly steps: readonly StateStep[];
  /** Whether all of the run is told. */
  readonly isComplete: boolean;
  /** Hosts whose state is known at some time, in order of their first change. */
  readonly hosts: readonly string[];
  /** The place of the step that tells most of the failure, and the one where the run and its twin part. */
  readonly telling: number | undefined;
  readonly parting: number | undefined;
  /** Where none tells most: the place of the last change of what the failure names. */
  readonly about: number | undefined;
  readonly hasTwin: boolean;
  readonly #twin: readonly StateChange[];

  /** @param record undefined where it has no state */
  constructor(record: RunRecord) {
    const { state, twin, telling, about, events, complete } = record;
    const changes = state?.changes ?? [];
    this.isComplete = state?.complete ?? true;
    this.hosts = [...new Set(changes.map(({ host }) => host))];
    this.steps = stepsOf(changes, (change) => {
      if (complete) return Math.min(change.event, events.length) - 1;
      // Events have lost their numbers with the first of them.
      return events.findLastIndex(({ at }) => at <= change.at);
    });
    const told = telling === undefined ? undefined : changes[telling];
    this.telling = told && this.#placeOfStep(told.step);
    const named = about === undefined ? undefined : changes[about];
    this.about = named && this.#placeOfStep(named.step);
    this.hasTwin = twin !== undefined;
    this.#twin = twin === undefined ? [] : [...changes.slice(0, twin.sameChanges), ...twin.changes];
    const parting = twin?.parting ?? twin?.first;
    const place = parting === undefined ? -1 : this.steps.findLastIndex(({ at }) => at <= parting.at);
    this.parting = place < 0 ? undefined : place;
  }

  /** The last step that had happened when that event was over; -1 for none. @param event its place in the picture */
  stepAt(event: number): number {
    return this.steps.findLastIndex((step) => step.event <= event);
  }

  /** What a host held after a step, in the order in which its fields stand. */
  partsOf(host: string, step: number): StatePart[] {
    const parts = new Map<string, Omit<StatePart, "twin" | "isFirst">>();
    /** When each object was made. */
    const made = new Map<string, number>();
    for (let place = 0; place <= step; place++)
      for (const { host: of, object, path, after } of this.steps[place]?.changes ?? []) {
        if (of !== host) continue;
        const key = `${object}\n${path}`;
        if (!made.has(object)) made.set(object, place);
        if (after === undefined) parts.delete(key);
        else parts.set(key, { object, path, text: after, since: place });
      }
    const at = this.steps[step]?.at ?? -1;
    const twin = this.#twinParts(host, at);
    const shown = [...parts].map(([key, part]): StatePart => ({
      ...part,
      isFirst: part.since === made.get(part.object),
      twin:
        !this.hasTwin || twin.get(key)?.text === part.text ? undefined : (twin.get(key)?.text ?? NOT_THERE),
    }));
    const missing = [...twin].flatMap(([key, { object, path, text }]): StatePart[] =>
      parts.has(key) ? [] : [{ object, path, text: NOT_THERE, since: step, isFirst: false, twin: text }],
    );
    return [...shown, ...missing].sort(byInterest(step));
  }

  /** The place of the next step, or the one before, in which a part changed whose path or text has these words. */
  find(words: string, from: number, direction: 1 | -1): number | undefined {
    const wanted = words.toLowerCase();
    for (let place = from + direction; place >= 0 && place < this.steps.length; place += direction)
      if (this.steps[place]?.changes.some((change) => wordsOf(change).includes(wanted))) return place;
    return undefined;
  }

  #twinParts(host: string, at: number): Map<string, { object: string; path: string; text: string }> {
    const parts = new Map<string, { object: string; path: string; text: string }>();
    for (const { host: of, object, path, after, at: time } of this.#twin) {
      if (of !== host || time > at) continue;
      const key = `${object}\n${path}`;
      if (after === undefined) parts.delete(key);
      else parts.set(key, { object, path, text: after });
    }
    return parts;
  }

  #placeOfStep(step: number): number | undefined {
    const place = this.steps.findIndex((one) => one.step === step);
    return place === -1 ? undefined : place;
  }
}

/** What a search for a field looks through: "server-0 #values["k"] = "x"". */
function wordsOf({ host, path, after = NOT_THERE }: StateChange): string {
  return `${host} ${path} = ${after}`.toLowerCase();
}

function stepsOf(changes: readonly StateChange[], eventOf: (change: StateChange) => number): StateStep[] {
  const steps: { step: number; event: number; at: number; changes: StateChange[] }[] = [];
  for (const change of changes) {
    const last = steps.at(-1);
    if (last?.step === change.step) last.changes.push(change);
    else steps.push({ step: change.step, at: change.at, event: eventOf(change), changes: [change] });
  }
  return steps;
}

/** What one looks for first: what the step changed or is not so in the other run, what ever changed, and then the rest. */
function byInterest(step: number): (a: StatePart, b: StatePart) => number {
  const rank = ({ since, twin, isFirst }: StatePart): number =>
    since === step || twin !== undefined ? 0 : isFirst ? 2 : 1;
  return (a, b) => rank(a) - rank(b) || a.object.localeCompare(b.object, "en") || byPath(a, b);
}

/** Entries stay below what they belong to. */
function byPath(a: StatePart, b: StatePart): number {
  return a.path.localeCompare(b.path, "en", { numeric: true });
}
