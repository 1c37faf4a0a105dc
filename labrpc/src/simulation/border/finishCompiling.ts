import v8 from "node:v8";
import vm from "node:vm";

let finish: (() => unknown) | undefined;

/**
 * Waits until the engine has ended the compiling that it does beside other work. While a function waits there to be
 * compiled, which can be long on a busy machine, it is held, and with it all that it can reach: a collection of garbage
 * leaves the memory of a host that is gone.
 */
export function finishCompiling(): void {
  finish ??= findFinish();
  void finish();
}

/** V8's tests have a function for it, which can be named while a flag is on. */
function findFinish(): () => unknown {
  v8.setFlagsFromString("--allow-natives-syntax");
  try {
    const found = vm.runInThisContext("(function finish() { %FinalizeOptimization(); })") as () => unknown;
    // It is compiled when it is first called.
    void found();
    return found;
  } catch {
    return () => undefined;
  } finally {
    v8.setFlagsFromString("--no-allow-natives-syntax");
  }
}
