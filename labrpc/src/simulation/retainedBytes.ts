import v8 from "node:v8";
import vm from "node:vm";

let collect: (() => unknown) | undefined;

/** Bytes of JavaScript heap in use after a full collection. */
export function retainedBytes(): number {
  if (collect === undefined) {
    // The collector is reachable without a command-line flag, so that plain mocha runs the same tests.
    v8.setFlagsFromString("--expose-gc");
    collect = globalThis.gc ?? (vm.runInNewContext("gc") as () => unknown);
  }
  void collect();
  return v8.getHeapStatistics().used_heap_size;
}
