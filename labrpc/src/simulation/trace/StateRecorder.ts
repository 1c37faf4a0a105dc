import type { StateChange, StateLog } from "../../records";
import type { StateSeen } from "../../realm/state/StateWatch";
import { foldStateChanges } from "./foldStateChanges";

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

  /** Notes one part that is known from elsewhere. */
  show(
    {
      host,
      object,
      path,
      text,
    }: Pick<StateChange, "host" | "object" | "path"> & { readonly text: string | null },
    moment: StateMoment,
  ): void {
    this.#add(this.#change(moment, host, object, path, text));
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
    if (this.#changes.length > MOST_CHANGES) {
      this.#changes = foldStateChanges(this.#changes, MOST_CHANGES / 2);
      this.#isComplete = false;
    }
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
}
