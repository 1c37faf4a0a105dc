/** What the kernel keeps of one host. */
export interface HostState {
  readonly id: number;
  readonly name: string;
  /** Where its stream of random numbers begins; see `uniformFromHash`. */
  readonly random: number;
  /** How many of them were drawn. */
  drawn: number;
  /** How many lines it printed, of how many calls and timers the place was noted, and how many handlers were watched. */
  printed: number;
  places: number;
  watched: number;
  /** When this life of the host began, virtual ms. */
  readonly startedMs: number;
  /** How far its `Date` is ahead of the simulation's clock, ms. */
  readonly aheadMs: number;
  /** False after a crash: nothing that the host's code still does has an effect. */
  alive: boolean;
  /** Modules evaluated on this host, by file. */
  readonly modules: Map<string, { exports: Record<string, unknown> }>;
  /** Objects that the test constructed on this host, by number. */
  readonly objects: Map<number, Record<string, unknown>>;
  /** What to do when a timer fires. */
  readonly timers: Map<number, () => void>;
  /** What to do when a call ends. */
  readonly calls: Map<number, (status: string, text: string) => void>;
  /** The number of the last timer; its own, since student code sees it. */
  lastTimer: number;
  /** What `Symbol.for` has given to this host, by key. */
  readonly symbols: Map<string, symbol>;
  /** The globals of this host, made when first used. */
  readonly globals: Map<string, unknown>;
}

/** A host whose life begins: nothing was evaluated, made or drawn. */
export function newHost(
  born: Pick<HostState, "id" | "name" | "random" | "startedMs" | "aheadMs">,
): HostState {
  const { id, name, random, startedMs, aheadMs } = born;
  return {
    id,
    name,
    random,
    drawn: 0,
    printed: 0,
    places: 0,
    watched: 0,
    startedMs,
    aheadMs,
    alive: true,
    modules: new Map(),
    objects: new Map(),
    timers: new Map(),
    lastTimer: 0,
    calls: new Map(),
    symbols: new Map(),
    globals: new Map(),
  };
}

/** Ends a host's life: whatever of its code still runs has nothing left. */
export function endHost(host: HostState): void {
  host.alive = false;
  for (const map of [host.modules, host.objects, host.timers, host.calls, host.symbols, host.globals])
    map.clear();
}
