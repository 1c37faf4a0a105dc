/** Node 20's engine compiles a function to fast machine code when it has worked so much; four times its default. */
const INTERRUPT_BUDGET = 4 * 67_584;

/**
 * What Node is told of compiling where it runs a grading: a grading is short, and compiling more of its code costs more than it
 * saves. Later engines count otherwise, and Node ends with "bad option" for a flag that it does not know.
 *
 * @param version of Node. Default: of this process
 */
export function compileBudgetFlags(version = process.versions.node): string[] {
  return version.startsWith("20.") ? [`--interrupt-budget=${String(INTERRUPT_BUDGET)}`] : [];
}
