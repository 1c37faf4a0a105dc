import type { OrderBlock } from "./blocksOfFixedOrder";
import type { Operation } from "../history/History";

export type ArrangedBlocks =
  | { readonly kind: "arranged"; readonly blocks: readonly OrderBlock[] }
  | { readonly kind: "illegal"; readonly blocks: readonly OrderBlock[]; readonly unlinearizable: number };

/** The time a block needs: from its first return to its last call, or, when those are crossed, one instant between. */
interface Zone {
  readonly block: OrderBlock;
  readonly start: number;
  readonly end: number;
}

/**
 * Puts blocks after each other. A block in which one operation returned before another was called needs the whole
 * time between (a forward zone). In the others all operations have an instant in common, and one such instant must
 * lie outside of all forward zones. This is possible exactly when no two forward zones overlap and none contains
 * all instants of another block (Gibbons and Korach, theorem 4.2).
 */
export function arrangeBlocks(
  history: readonly Operation<unknown, unknown>[],
  blocks: readonly OrderBlock[],
): ArrangedBlocks {
  const forward: Zone[] = [];
  const backward: Zone[] = [];
  for (const block of blocks) {
    const start = firstReturnInBlock(history, block);
    const end = lastCallTimeInBlock(history, block);
    if (start < end) forward.push({ block, start, end });
    else backward.push({ block, start: end, end: start });
  }
  const byTime = (a: Zone, b: Zone): number =>
    a.start === b.start ? compareBlockTimes(a.end, b.end) : compareBlockTimes(a.start, b.start);
  forward.sort(byTime);
  let problem: Zone | undefined;
  forward.forEach((zone, i) => {
    const before = forward[i - 1];
    if (before !== undefined && zone.start < before.end) problem ??= before.end > zone.end ? before : zone;
  });
  const placed = backward.map((zone): Zone => {
    const around = surroundingZone(forward, zone.start);
    if (around === undefined) return { ...zone, end: zone.start };
    if (around.end > zone.end) problem ??= around;
    return { ...zone, start: around.end, end: around.end };
  });
  const inOrder = [...forward, ...placed].sort(byTime).map(({ block }) => block);
  if (problem === undefined) return { kind: "arranged", blocks: inOrder };
  return { kind: "illegal", blocks: inOrder, unlinearizable: lastCalledInBlock(history, problem.block) };
}

/** The forward zone that has begun before this instant and ends after it. */
function surroundingZone(forward: readonly Zone[], instant: number): Zone | undefined {
  let [low, high] = [0, forward.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((forward[middle] as Zone).start < instant) low = middle + 1;
    else high = middle;
  }
  const zone = forward[low - 1];
  return zone !== undefined && zone.end > instant ? zone : undefined;
}

function firstReturnInBlock(
  history: readonly Operation<unknown, unknown>[],
  { initial, operations }: OrderBlock,
): number {
  if (initial) return -Infinity;
  let first = Infinity;
  for (const operation of operations) {
    const { returned } = history[operation] as Operation<unknown, unknown>;
    if (returned < first) first = returned;
  }
  return first;
}

function lastCallTimeInBlock(
  history: readonly Operation<unknown, unknown>[],
  { operations }: OrderBlock,
): number {
  let last = -Infinity;
  for (const operation of operations) {
    const { called } = history[operation] as Operation<unknown, unknown>;
    if (called > last) last = called;
  }
  return last;
}

function lastCalledInBlock(
  history: readonly Operation<unknown, unknown>[],
  { operations }: OrderBlock,
): number {
  const called = (operation: number): number => history[operation]?.called ?? -Infinity;
  return operations.reduce((last, operation) => (called(operation) > called(last) ? operation : last));
}

/** Unlike a difference this also works for infinite times. */
function compareBlockTimes(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
