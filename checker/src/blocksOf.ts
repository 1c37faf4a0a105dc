import type { FixedOrder, Footprint } from "./Footprint";
import type { History, Operation } from "./History";

/** Operations between which nothing else can change the state, in the order that their values tell. */
export interface Block {
  /** Whether it starts in the initial state; else its first operation writes whatever was there before. */
  readonly initial: boolean;
  readonly operations: readonly number[];
}

export type Blocks =
  | {
      readonly kind: "blocks";
      readonly blocks: readonly Block[];
      /** Completed operations that change nothing and are possible in several states. */
      readonly looks: readonly number[];
      /** Whether one of several operations was taken without knowing. */
      readonly guessed: boolean;
    }
  /** An operation that no order explains. */
  | { readonly kind: "illegal"; readonly stuck: number }
  | { readonly kind: "undecided" };

/** A state that was entered for sure, and just once. */
interface Epoch {
  readonly name: string;
  /** Who entered it, if it is not the initial state, and where from: undefined after a write. */
  readonly creator: number | undefined;
  readonly parent: string | undefined;
  readonly reads: number[];
  child: Epoch | undefined;
}

const UNDECIDED = { kind: "undecided" } as const;
const INITIALLY = { operation: undefined, parent: undefined } as const;

/** Finds out who entered which state. Undecided when more than one operation may have. */
export function blocksOf<Input, Output>(
  order: FixedOrder<Input, Output>,
  history: History<Input, Output>,
): Blocks {
  const traces = new Traces(order);
  for (let at = 0; at < history.length; at++) {
    if (!traces.add(at, history[at] as Operation<Input, Output>)) return UNDECIDED;
  }
  const epochs = new Map<string, Epoch>();
  const creators = new Set<number>();
  const wanted = [...traces.needed];
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    if (epochs.has(next.name)) continue;
    const creator = traces.creatorOf(next.name);
    if (creator === "undecided") return UNDECIDED;
    if (creator === "nobody" && traces.guessed) return UNDECIDED;
    if (creator === "nobody") return { kind: "illegal", stuck: next.by };
    if (creator !== "initially" && "twice" in creator) return { kind: "illegal", stuck: creator.twice };
    const { operation, parent } = creator === "initially" ? INITIALLY : creator;
    epochs.set(next.name, { name: next.name, creator: operation, parent, reads: [], child: undefined });
    if (operation === undefined) continue;
    // Nobody else can have entered this state, and an operation happens once.
    if (creators.has(operation)) return traces.guessed ? UNDECIDED : { kind: "illegal", stuck: next.by };
    creators.add(operation);
    if (parent !== undefined) wanted.push({ name: parent, by: operation });
  }
  for (const epoch of epochs.values()) {
    const parent = epoch.parent === undefined ? undefined : epochs.get(epoch.parent);
    if (parent === undefined) continue;
    if (parent.child !== undefined && traces.guessed) return UNDECIDED;
    if (parent.child !== undefined) return { kind: "illegal", stuck: later(history, parent.child, epoch) };
    parent.child = epoch;
  }
  for (const { at, name } of traces.reads) epochs.get(name)?.reads.push(at);
  return inBlocks(history, epochs, traces);
}

function inBlocks(
  history: readonly Operation<unknown, unknown>[],
  epochs: ReadonlyMap<string, Epoch>,
  traces: {
    readonly appends: readonly number[];
    readonly looks: readonly number[];
    readonly guessed: boolean;
  },
): Blocks {
  const blocks: Block[] = [];
  let seen = 0;
  const used = new Set<number>();
  for (const root of epochs.values()) {
    if (root.parent !== undefined) continue;
    const operations: number[] = [];
    let [now, begin] = [-Infinity, -Infinity];
    for (let epoch: Epoch | undefined = root; epoch !== undefined; epoch = epoch.child, seen++) {
      epoch.reads.sort((a, b) => (history[a]?.called ?? 0) - (history[b]?.called ?? 0) || a - b);
      begin = now;
      for (const operation of [...(epoch.creator === undefined ? [] : [epoch.creator]), ...epoch.reads]) {
        const { called, returned } = history[operation] as Operation<unknown, unknown>;
        if (returned < begin && traces.guessed) return UNDECIDED;
        if (returned < begin) return { kind: "illegal", stuck: operation };
        if (operation === epoch.creator) begin = Math.max(begin, called);
        now = Math.max(now, begin, called);
        operations.push(operation);
        used.add(operation);
      }
    }
    blocks.push({ initial: root.creator === undefined, operations });
  }
  // A chain that starts nowhere: a ring of changes.
  if (seen < epochs.size) return UNDECIDED;
  for (const operation of traces.appends)
    if (!used.has(operation)) blocks.push({ initial: false, operations: [operation] });
  return { kind: "blocks", blocks, looks: traces.looks, guessed: traces.guessed };
}

function later(history: readonly Operation<unknown, unknown>[], a: Epoch, b: Epoch): number {
  const [first = 0, second = 0] = [a.creator, b.creator];
  return (history[first]?.returned ?? 0) > (history[second]?.returned ?? 0) ? first : second;
}

/** An operation that may have entered a state. */
interface Entering {
  readonly at: number;
  readonly done: boolean;
  readonly parent: string | undefined;
  readonly once: boolean;
  readonly detail: string | undefined;
}

interface Creator {
  readonly operation: number;
  readonly parent: string | undefined;
}

/** What the operations of a history say about states. */
class Traces<Input, Output> {
  readonly reads: { readonly at: number; readonly name: string }[] = [];
  readonly looks: number[] = [];
  /** Completed appends that do not say what they found. */
  readonly appends: number[] = [];
  /** States that were entered for sure, and an operation that says so. */
  readonly needed: { readonly name: string; readonly by: number }[] = [];
  guessed = false;
  readonly #order: FixedOrder<Input, Output>;
  readonly #into = new Map<string, Entering[]>();
  /** What reads tell of states beside their names. */
  readonly #details = new Map<string, string>();
  readonly #byText = new Map<string, number[]>();
  readonly #lengths = new Set<number>();

  constructor(order: FixedOrder<Input, Output>) {
    this.#order = order;
    this.needed.push({ name: order.initial, by: 0 });
  }

  /** False when the operation does not say enough. */
  add(at: number, { input, output, returned }: Operation<Input, Output>): boolean {
    const footprint = this.#order.footprint(input, output);
    if (footprint === undefined) return false;
    const done = returned !== Infinity;
    switch (footprint.kind) {
      case "read":
        if (done) this.#read(at, footprint.at, footprint.detail);
        return true;
      case "look":
        if (done) this.looks.push(at);
        return true;
      case "append":
        if (done) this.appends.push(at);
        push(this.#byText, footprint.text, at);
        this.#lengths.add(footprint.text.length);
        return footprint.text !== "";
      default:
        return this.#enter(at, footprint, done);
    }
  }

  creatorOf(name: string): Creator | { readonly twice: number } | "initially" | "nobody" | "undecided" {
    const entering = this.#into.get(name) ?? [];
    const appending = [...this.#lengths].flatMap((length) => {
      if (length > name.length) return [];
      const parent = name.slice(0, name.length - length);
      return (this.#byText.get(name.slice(parent.length)) ?? []).map((operation) => ({ operation, parent }));
    });
    const count = entering.length + appending.length;
    if (name === this.#order.initial) return count === 0 ? "initially" : "undecided";
    if (count === 0) return "nobody";
    const certain = entering.filter(({ done }) => done);
    if (appending.length === 0 && entering.every(({ once }) => once) && certain.length > 0) {
      const [first, second] = certain;
      return second === undefined && first !== undefined
        ? { operation: first.at, parent: first.parent }
        : { twice: certain.at(-1)?.at ?? 0 };
    }
    if (count > 1) return appending.length === 0 ? this.#oneOf(name, entering) : "undecided";
    const [only] = entering;
    if (only !== undefined) return { operation: only.at, parent: only.parent };
    return appending[0] ?? "nobody";
  }

  /**
   * One of several operations that never returned and may have entered a state that is entered once: the one that
   * agrees with what was read. If that leaves several, the first; the order that follows may be right, but when there
   * is none, nothing follows from it.
   */
  #oneOf(name: string, entering: readonly Entering[]): Creator | "undecided" {
    if (!entering.every(({ once }) => once)) return "undecided";
    const detail = this.#details.get(name);
    const agreeing = entering.filter((one) => detail === undefined || one.detail === detail);
    const [first] = agreeing;
    if (first === undefined) return "undecided";
    if (agreeing.length > 1) this.guessed = true;
    return { operation: first.at, parent: first.parent };
  }

  #read(at: number, name: string, detail: string | undefined): void {
    if (detail !== undefined) this.#details.set(name, detail);
    this.reads.push({ at, name });
    this.needed.push({ name, by: at });
  }

  #enter(at: number, footprint: Extract<Footprint, { kind: "write" | "change" }>, done: boolean): boolean {
    const change = footprint.kind === "change" ? footprint : undefined;
    if (done && change?.orNothing === true) return false;
    push(this.#into, footprint.to, {
      at,
      done,
      parent: change?.from,
      once: change?.once ?? false,
      detail: change?.detail,
    });
    if (done) this.needed.push({ name: footprint.to, by: at });
    return true;
  }
}

function push<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
