import type { FixedOrder } from "../models/Footprint";
import type { History, Operation } from "../history/History";
import { WriteTraces } from "./WriteTraces";

/** Operations between which nothing else can change the state, in the order that their values tell. */
export interface OrderBlock {
  /** Whether it starts in the initial state; else its first operation writes whatever was there before. */
  readonly initial: boolean;
  readonly operations: readonly number[];
}

export type OrderBlocks =
  | {
      readonly kind: "blocks";
      readonly blocks: readonly OrderBlock[];
      /** Completed operations that change nothing and are possible in several states. */
      readonly looks: readonly number[];
      /** Whether one of several operations was taken without knowing. */
      readonly guessed: boolean;
    }
  /** An operation that no order explains. */
  | { readonly kind: "illegal"; readonly unlinearizable: number }
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
export function blocksOfFixedOrder<Input, Output>(
  order: FixedOrder<Input, Output>,
  history: History<Input, Output>,
): OrderBlocks {
  const traces = new WriteTraces(order);
  for (let at = 0; at < history.length; at++) {
    if (!traces.add(at, history[at] as Operation<Input, Output>)) return UNDECIDED;
  }
  const epochs = new Map<string, Epoch>();
  const creators = new Set<number>();
  for (const [needed, neededBy] of traces.needed) {
    let name: string | undefined = needed;
    let by = neededBy;
    while (name !== undefined && !epochs.has(name)) {
      const creator = traces.creatorOf(name);
      if (creator === "undecided" || (creator === "nobody" && traces.guessed)) return UNDECIDED;
      if (creator === "nobody") return { kind: "illegal", unlinearizable: by };
      if (creator !== "initially" && "twice" in creator)
        return { kind: "illegal", unlinearizable: creator.twice };
      const { operation, parent }: { operation: number | undefined; parent: string | undefined } =
        creator === "initially" ? INITIALLY : creator;
      epochs.set(name, {
        name,
        creator: operation,
        parent,
        reads: traces.reads.get(name) ?? [],
        child: undefined,
      });
      if (operation === undefined) break;
      // Nobody else can have entered this state, and an operation happens once.
      if (creators.has(operation))
        return traces.guessed ? UNDECIDED : { kind: "illegal", unlinearizable: by };
      creators.add(operation);
      name = parent;
      by = operation;
    }
  }
  for (const epoch of epochs.values()) {
    const parent = epoch.parent === undefined ? undefined : epochs.get(epoch.parent);
    if (parent === undefined) continue;
    if (parent.child !== undefined && traces.guessed) return UNDECIDED;
    if (parent.child !== undefined)
      return { kind: "illegal", unlinearizable: laterEpoch(history, parent.child, epoch) };
    parent.child = epoch;
  }
  return epochsInBlocks(history, epochs, creators, traces);
}

function epochsInBlocks(
  history: readonly Operation<unknown, unknown>[],
  epochs: ReadonlyMap<string, Epoch>,
  creators: ReadonlySet<number>,
  traces: {
    readonly appends: readonly number[];
    readonly looks: readonly number[];
    readonly guessed: boolean;
  },
): OrderBlocks {
  const blocks: OrderBlock[] = [];
  let seen = 0;
  for (const root of epochs.values()) {
    if (root.parent !== undefined) continue;
    const operations: number[] = [];
    let now = -Infinity;
    for (let epoch: Epoch | undefined = root; epoch !== undefined; epoch = epoch.child, seen++) {
      if (epoch.reads.length > 1)
        epoch.reads.sort((a, b) => (history[a]?.called ?? 0) - (history[b]?.called ?? 0) || a - b);
      let begin = now;
      if (epoch.creator !== undefined) {
        const { called, returned } = history[epoch.creator] as Operation<unknown, unknown>;
        if (returned < begin) return blocksReadTooEarly(epoch.creator, traces.guessed);
        if (called > begin) begin = called;
        if (begin > now) now = begin;
        operations.push(epoch.creator);
      }
      for (const operation of epoch.reads) {
        const { called, returned } = history[operation] as Operation<unknown, unknown>;
        if (returned < begin) return blocksReadTooEarly(operation, traces.guessed);
        if (called > now) now = called;
        operations.push(operation);
      }
    }
    blocks.push({ initial: root.creator === undefined, operations });
  }
  // A chain that starts nowhere: a ring of changes.
  if (seen < epochs.size) return UNDECIDED;
  for (const operation of traces.appends)
    if (!creators.has(operation)) blocks.push({ initial: false, operations: [operation] });
  return { kind: "blocks", blocks, looks: traces.looks, guessed: traces.guessed };
}

/** An operation that had returned before its state was entered. */
function blocksReadTooEarly(unlinearizable: number, guessed: boolean): OrderBlocks {
  return guessed ? UNDECIDED : { kind: "illegal", unlinearizable };
}

function laterEpoch(history: readonly Operation<unknown, unknown>[], a: Epoch, b: Epoch): number {
  const [first = 0, second = 0] = [a.creator, b.creator];
  return (history[first]?.returned ?? 0) > (history[second]?.returned ?? 0) ? first : second;
}
