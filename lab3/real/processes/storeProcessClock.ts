const NS_PER_MS = 1e6;

/**
 * A clock that all processes of this machine share: ms since the run began. It is the system's clock that only goes
 * forward (on Linux CLOCK_MONOTONIC), which no process sets back and which is one for all of them.
 *
 * @param beganNs what `process.hrtime.bigint()` was when the run began
 */
export function storeProcessClock(beganNs: bigint): () => number {
  return () => Number(process.hrtime.bigint() - beganNs) / NS_PER_MS;
}
