import type { StateChange, StateLog } from "../../records";
import type { StateSeen } from "../../realm/state/StateWatch";

/** So many changes are kept; of a longer run the earlier ones are put together. */
const MOST_CHANGES = 20_000;

/** When something was looked at: the number of the event, how many events the trace had, and virtual ms. */
export interface StateMoment {
  readonly step: number;
  readonly event: number;
  readonly at: number;
}

/** Called with the changes of one event, in order. */
export type WatchState = (changes: readonly StateChange[]) => void;

/**
 * The state of all hosts of a run, and how it became that: what the test's objects on them hold in their fields. See
 * StateChange. What is there is known between two events, when all that the last one set off is done.
 */
export class StateRecorder {
  readonly #watchers = new Set<WatchState>();
  /** Texts by path, by object, by host. */
  readonly #hosts = new Map<string, Map<string, Map<string, string>>>();
  #changes: StateChange[] = [];
  #isComplete = true;

  /** All changes so far, in order; see StateLog. */
  get log(): StateLog {
    return { changes: this.#changes, complete: this.#isComplete };
  }

  /** What a host's objects hold now: texts by path, by object; empty for a host that is not known, or has crashed. */
  of(host: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
    return this.#hosts.get(host) ?? new Map<string, Map<string, string>>();
  }

  /** Calls back after each event that changed something. Returns a function that ends it. */
  watch(watcher: WatchState): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Notes what a look at the hosts came to. @param hostOf the name of a host by the number of its life */
  note(seen: StateSeen, moment: StateMoment, hostOf: (life: number) => string | undefined): void {
    const changes = seen.changed.flatMap(([life, object, path, text]) => {
      const host = hostOf(life);
      return host === undefined ? [] : this.#change(moment, host, object, path, text);
    });
    if (seen.isOver) this.#isComplete = false;
    this.#add(changes);
  }

  /** A host lost its memory. */
  forget(host: string, moment: StateMoment): void {
    const objects = [...this.of(host)];
    this.#add(
      objects.flatMap(([object, parts]) =>
        [...parts.keys()].flatMap((path) => this.#change(moment, host, object, path, null)),
      ),
    );
    this.#hosts.delete(host);
  }

  #add(changes: readonly StateChange[]): void {
    if (changes.length === 0) return;
    for (const change of changes) this.#changes.push(change);
    if (this.#changes.length > MOST_CHANGES) this.#fold();
    for (const watcher of this.#watchers) watcher(changes);
  }

  #change(
    moment: StateMoment,
    host: string,
    object: string,
    path: string,
    text: string | null,
  ): readonly StateChange[] {
    const objects = this.#hosts.get(host) ?? new Map<string, Map<string, string>>();
    this.#hosts.set(host, objects);
    const parts = objects.get(object) ?? new Map<string, string>();
    objects.set(object, parts);
    const before = parts.get(path);
    if (text === null) parts.delete(path);
    else parts.set(path, text);
    if (before === (text ?? undefined)) return [];
    return [
      {
        ...moment,
        host,
        object,
        path,
        ...(before === undefined ? {} : { before }),
        ...(text === null ? {} : { after: text }),
      },
    ];
  }

  /** Puts the first half of the changes together: what is left is what was there when the last of them was made. */
  #fold(): void {
    const half = this.#changes.length / 2;
    let end = Math.floor(half);
    // All of one event, or none.
    while (end < this.#changes.length && this.#changes[end]?.step === this.#changes[end - 1]?.step) end += 1;
    const early = this.#changes.slice(0, end);
    const last = early.at(-1);
    if (last === undefined) return;
    const { step, event, at } = last;
    const parts = new Map<string, StateChange>();
    for (const change of early) {
      const { host, object, path, after } = change;
      const key = JSON.stringify([host, object, path]);
      parts.delete(key);
      if (after !== undefined) parts.set(key, { step, event, at, host, object, path, after });
    }
    this.#changes = [...parts.values(), ...this.#changes.slice(end)];
    this.#isComplete = false;
  }
}
