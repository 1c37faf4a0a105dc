import { setImmediate as turnOfLoop } from "node:timers/promises";
import v8 from "node:v8";
import { collectGarbage } from "./collectGarbage";
import { finishCompiling } from "./finishCompiling";

const MOST_COLLECTIONS = 10;
/** A collection that frees less than this means that nothing more goes. */
const SETTLED_BYTES = 8192;

// Compiled code that goes unused for a while is thrown away in megabytes; that would drown the figure.
let keepsCode = false;

/** Bytes of JavaScript heap in use after one full collection, with the contents of buffers, which lie beside it. */
export function bytesInUse(): number {
  if (!keepsCode) v8.setFlagsFromString("--no-flush-bytecode");
  keepsCode = true;
  finishCompiling();
  collectGarbage();
  // Not process.memoryUsage(): behind walls there is no /proc.
  const { used_heap_size: heap, external_memory: beside } = v8.getHeapStatistics();
  return heap + beside;
}

/**
 * Bytes of JavaScript heap in use when nothing more can be collected. The realm of an earlier run takes
 * several collections, with turns of the event loop between them, to go.
 */
export async function settledBytesInUse(): Promise<number> {
  let used = bytesInUse();
  for (let i = 1; i < MOST_COLLECTIONS; i++) {
    await turnOfLoop();
    const now = bytesInUse();
    if (Math.abs(used - now) < SETTLED_BYTES) return now;
    used = now;
  }
  return used;
}
