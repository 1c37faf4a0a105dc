/** Node's own function for the end of each callback: runs all promise jobs, and reports rejections that nobody handles. */
interface DrainingProcess {
  readonly _tickCallback?: unknown;
}

/**
 * Runs all promise jobs, as Node does after each callback of its own. Undefined in a Node without that function: then
 * only a callback's end does it.
 */
export const drainPromiseJobs: (() => void) | undefined = findDrain(process as DrainingProcess);

function findDrain({ _tickCallback: drain }: DrainingProcess): (() => void) | undefined {
  return typeof drain === "function" ? (drain as () => void) : undefined;
}
