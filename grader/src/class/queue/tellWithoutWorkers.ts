import { setTimeout as sleep } from "node:timers/promises";
import type { QueuedTests } from "./QueuedTests";

/** Real milliseconds between two looks. Workers go while a class is graded; and one that was killed may be counted for a moment. */
const LOOK_MS = 5_000;

/**
 * Tells when no worker listens: at once, and whenever the last one has gone. Until the signal aborts; resolves then.
 *
 * @param tell called once each time, until there is a worker again
 * @param lookMs real milliseconds between two looks. Default: 5,000
 */
export async function tellWithoutWorkers(
  queued: Pick<QueuedTests, "workers">,
  { tell, signal, lookMs = LOOK_MS }: { tell: () => void; signal: AbortSignal; lookMs?: number },
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  let isTold = false;
  while (!isOver()) {
    // A Redis that goes away is waited for.
    const workers = await queued.workers().catch(() => undefined);
    if (isOver()) return;
    if (workers === 0 && !isTold) tell();
    if (workers !== undefined) isTold = workers === 0;
    await sleep(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
