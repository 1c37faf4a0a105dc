import { setImmediate as turnOfLoop } from "node:timers/promises";
import v8 from "node:v8";
import vm from "node:vm";

const MOST_COLLECTIONS = 10;
/** A collection that frees less than this means that nothing more goes. */
const SETTLED_BYTES = 8192;

let collector: (() => unknown) | undefined;

/** Bytes of JavaScript heap in use after one full collection. */
export function bytesInUse(): number {
  if (collector === undefined) {
    // The collector is reachable without a command-line flag, so that plain mocha runs the same tests.
    v8.setFlagsFromString("--expose-gc");
    // Compiled code that goes unused for a while is thrown away in megabytes; that would drown the figure.
    v8.setFlagsFromString("--no-flush-bytecode");
    collector = globalThis.gc ?? (vm.runInNewContext("gc") as () => unknown);
  }
  void collector();
  return v8.getHeapStatistics().used_heap_size;
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
