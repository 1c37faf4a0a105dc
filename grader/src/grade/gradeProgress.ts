import { commandProgressBar } from "toolkit/cli/ProgressBar";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type { RunProgress } from "../run/RunProgress";

/** What shows how far a grading has come. */
export interface GradeProgress {
  readonly tell: (progress: RunProgress) => void;
  readonly stop: () => void;
}

/** A bar with the test and the seed that run, and how many tests have failed; nothing where nobody looks. */
export function gradeProgressBar({ terminal }: CommandContext, seeds: number): GradeProgress {
  const bar = commandProgressBar(terminal, seeds, "loading the tests");
  const failed = new Set<string>();
  return {
    tell: (progress) => {
      const { kind, test } = progress;
      if (kind === "seed" && progress.failed) failed.add(test);
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
