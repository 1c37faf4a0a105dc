import type { Operation } from "../history/History";
import type { ModelSteps } from "../models/ModelSteps";

/**
 * For each operation a symmetric one that may be linearized first without loss, or -1: the same request with the same
 * answer, neither called later nor returned later. In any order of all operations the two can be swapped into this order.
 */
export function symmetricPredecessors<State>(
  history: readonly Operation<unknown, unknown>[],
  steps: ModelSteps<State>,
): Int32Array {
  const predecessors = new Int32Array(history.length).fill(-1);
  const groups = new Map<string, number[]>();
  history.forEach((_, operation) => {
    if (steps.isRead(operation)) return;
    const key = steps.symmetryKey(operation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [operation]);
    else group.push(operation);
  });
  for (const group of groups.values()) {
    const time = (operation: number): number => history[operation]?.called ?? 0;
    const end = (operation: number): number => history[operation]?.returned ?? 0;
    group.sort((a, b) => time(a) - time(b) || end(a) - end(b) || a - b);
    group.forEach((operation, i) => {
      for (let j = i - 1; j >= 0; j--) {
        const earlier = group[j] as number;
        if (end(earlier) > end(operation) || !steps.areSymmetric(earlier, operation)) continue;
        predecessors[operation] = earlier;
        break;
      }
    });
  }
  return predecessors;
}
