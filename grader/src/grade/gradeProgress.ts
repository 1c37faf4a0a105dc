import { commandProgressBar } from "toolkit/cli/ProgressBar";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type { RunProgress } from "../run/RunProgress";

/** What shows how far a grading has come. */
export interface GradeProgress {
  readonly tell: (progress: RunProgress) => void;
  readonly stop: () => void;
}

/** Tests that are told of above the bar. */
const MOST_TOLD = 3;

/**
 * A bar with the test and the seed that run, and how many tests have failed; nothing where nobody looks.
 *
 * @param tellFailure called above the bar when a test fails for the first time, of the first few. Default: nobody
 * waits for that
 */
export function gradeProgressBar(
  { terminal }: Pick<CommandContext, "terminal">,
  seeds: number,
  tellFailure?: (failure: { readonly test: string; readonly seed: number; readonly why: string }) => void,
): GradeProgress {
  const bar = commandProgressBar(terminal, seeds, "loading the tests");
  const failed = new Set<string>();
  return {
    tell: (progress) => {
      const { kind, test } = progress;
      if (kind === "seed" && progress.failed && !failed.has(test)) {
        failed.add(test);
        const { seed, why = "" } = progress;
        if (tellFailure !== undefined && failed.size <= MOST_TOLD)
          bar.above(() => {
            tellFailure({ test, seed, why });
          });
      }
      const doing =
        kind === "minimising"
          ? `${test}: looking for the smallest counterexample`
          : `${test} seed ${String(progress.seed)}`;
      const some =
        failed.size === 0
          ? ""
          : `  ${String(failed.size)} ${failed.size === 1 ? "test has" : "tests have"} failed`;
      bar.show(`${doing}${some}`, kind === "seed" ? 1 : 0);
    },
    stop: () => {
      bar.stop();
    },
  };
}
