import v8 from "node:v8";
import vm from "node:vm";

/** Undefined when this engine has no such function. */
type Finish = (() => unknown) | undefined;

let found: { readonly finish: Finish } | undefined;

/**
 * Waits until the engine has ended the compiling that it does beside other work. While a function waits there to be
 * compiled, which can be long on a busy machine, it is held, and with it all that it can reach: a collection of garbage
 * leaves the memory of a host that is gone.
 *
 * "unknown": this engine offers no way to wait. Figures of the heap are then right only on a quiet machine; a unit test
 * sees to it that no version of Node that the kit supports comes to that.
 */
export function finishCompiling(): "finished" | "unknown" {
  found ??= { finish: findFinishCompiling() };
  void found.finish?.();
  return found.finish === undefined ? "unknown" : "finished";
}

/** V8's tests have a function for it, which can be named while a flag is on. */
function findFinishCompiling(): Finish {
  // Its code must not be thrown away: without the flag it could not be compiled a second time.
  v8.setFlagsFromString("--no-flush-bytecode");
  v8.setFlagsFromString("--allow-natives-syntax");
  try {
    const finish = vm.runInThisContext("(function finish() { %FinalizeOptimization(); })") as () => unknown;
    // It is compiled when it is first called.
    void finish();
    return finish;
  } catch {
    return undefined;
  } finally {
    v8.setFlagsFromString("--no-allow-natives-syntax");
  }
}
