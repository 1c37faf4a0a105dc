import { matchingExpiry, outcomesOf, type KeyOutcome, type KeyRequest, type KeyState } from "./KeyState";

/** One way in which everything that was seen so far may have happened. */
interface World {
  readonly state: KeyState;
  /** No request that is executed from now on was executed earlier than this, virtual ms. */
  readonly now: number;
  /** What requests came to that were executed and not answered yet, by number. */
  readonly done: ReadonlyMap<number, KeyOutcome>;
}

/** In which states a key may have been from a moment on. */
interface Period {
  readonly at: number;
  states: readonly KeyState[];
}

/**
 * What is known of one key of one server. Each request is executed at one moment between its sending and its answer: the
 * model follows all orders that explain every answer so far, and remembers what the key may have held when.
 */
export class KeyModel {
  readonly #open = new Map<number, { readonly request: KeyRequest; readonly at: number }>();
  #worlds: readonly World[] = [{ state: { value: null }, now: 0, done: new Map() }];
  #periods: Period[] = [{ at: 0, states: [{ value: null }] }];
  #count = 0;
  /** From when to when requests were refused by the disk since somebody set or deleted the key, virtual ms. */
  #doubt: { readonly from: number; to: number } | undefined;

  /** A request was sent. Returns its number. */
  begin(at: number, request: KeyRequest): number {
    this.#count += 1;
    this.#open.set(this.#count, { request, at });
    return this.#count;
  }

  /**
   * Whether the answer can be explained, now that it is there.
   *
   * @param fits whether it is the answer to a request that came to this
   * @param ttl the seconds left that it told
   */
  end(at: number, id: number, fits: (outcome: KeyOutcome) => boolean, ttl?: number): boolean {
    if (!this.#open.has(id)) return true;
    const { request, at: sent } = this.#open.get(id)!;
    const { found, passed } = this.#executed(at, id);
    const left: World[] = [];
    for (const world of found) {
      const executed = world.done.get(id) as KeyOutcome;
      // With a log, an EXPIRE waits for the disk, and may then say how much time is left.
      const outcome = request.kind === "expire" ? { ...executed, to: at } : executed;
      if (!fits(outcome)) continue;
      const done = new Map(world.done);
      done.delete(id);
      left.push({ ...world, state: matchingExpiry(world.state, outcome, ttl), done });
    }
    // What is set and answered now is what the disk holds, whatever it refused before.
    if (request.kind === "set" && this.#doubt !== undefined && sent > this.#doubt.to) this.#doubt = undefined;
    this.#finish(at, id, left, passed);
    return left.length > 0;
  }

  /** No answer will come: the request was executed, or never will be. Returns what it may have come to. */
  close(at: number, id: number): KeyOutcome[] {
    if (!this.#open.has(id)) return [];
    const { found, passed } = this.#executed(at, id);
    const outcomes = found.map(({ done }) => done.get(id) as KeyOutcome);
    const left = found.map((world) => {
      const done = new Map(world.done);
      done.delete(id);
      return { ...world, done };
    });
    this.#finish(at, id, [...this.#worlds.filter(({ done }) => !done.has(id)), ...left], passed);
    return outcomes;
  }

  /**
   * The disk refused. "The write may have happened or not: a GET may see it until the server ends", whatever the disk
   * holds.
   */
  refused(at: number, id: number): void {
    const from = this.#open.get(id)?.at ?? at;
    this.#doubt = { from: Math.min(from, this.#doubt?.from ?? from), to: at };
    this.close(at, id);
  }

  /**
   * The server lost its memory, and what it has now is on its disk: what the key held at one moment, at or after
   * `since`. Requests that were not answered are lost, whether or not somebody has seen what they did.
   *
   * @param log whether the server keeps a log, so that only they are lost
   */
  recover(at: number, since: number, log = false): void {
    const visited = [...this.#open.keys()].flatMap((id) => this.#executed(at, id).passed);
    const unanswered = log ? [...this.#open.values()].map((open) => open.at) : [];
    const from = Math.min(since, this.#doubt?.from ?? since, ...unanswered);
    const last = this.#periods.findLastIndex((period) => period.at <= from);
    const states = [...this.#periods.slice(Math.max(0, last)).flatMap((period) => period.states), ...visited];
    this.#restart(at, states);
  }

  /** The server has nothing. */
  clear(at: number): void {
    this.#restart(at, [{ value: null }]);
  }

  /** What the key may hold, for a report. */
  get states(): readonly KeyState[] {
    return distinct(this.#worlds.map(({ state }) => state));
  }

  #restart(at: number, states: readonly KeyState[]): void {
    this.#open.clear();
    this.#doubt = undefined;
    const all = distinct(states);
    this.#worlds = all.map((state) => ({ state, now: at, done: new Map() }));
    this.#periods = [{ at, states: all }];
  }

  #finish(at: number, id: number, worlds: readonly World[], passed: readonly KeyState[]): void {
    const { request } = this.#open.get(id) ?? {};
    this.#open.delete(id);
    this.#worlds = distinct(worlds);
    const now = distinct(worlds.map(({ state }) => state));
    const last = this.#periods.at(-1);
    const isRead = request?.kind === "get" || request?.kind === "look";
    if (last !== undefined && isRead && this.#open.size === 0) last.states = now;
    else this.#periods.push({ at, states: passed }, { at, states: now });
  }

  /** All worlds in which the request has been executed by now, and all states that were passed on the way. */
  #executed(at: number, id: number): { found: World[]; passed: KeyState[] } {
    const found: World[] = [];
    const passed: KeyState[] = [];
    const seen = new Set<string>();
    const isAlone = this.#open.size === 1;
    const visit = (world: World): void => {
      // Two orders of several requests may come to the same.
      const key = isAlone ? "" : JSON.stringify([world.state, world.now, [...world.done]]);
      if (seen.has(key)) return;
      if (!isAlone) seen.add(key);
      passed.push(world.state);
      if (world.done.has(id)) {
        found.push(world);
        return;
      }
      for (const [other, { request, at: sent }] of this.#open) {
        if (world.done.has(other)) continue;
        const from = Math.max(sent, world.now);
        for (const { state, outcome } of outcomesOf(world.state, request, from, at))
          visit({ state, now: from, done: new Map(world.done).set(other, outcome) });
      }
    };
    for (const world of this.#worlds) visit(world);
    return { found, passed: distinct(passed) };
  }
}

function distinct<T>(all: readonly T[]): T[] {
  if (all.length < 2) return [...all];
  const found = new Map<string, T>();
  for (const one of all) {
    const world = one as { done?: ReadonlyMap<number, KeyOutcome> };
    found.set(JSON.stringify([one, ...(world.done ?? [])]), one);
  }
  return [...found.values()];
}
