import { ToolError } from "toolkit/cli/ToolError";
import type { BenchOptions } from "../measure/BenchFigure";
import { renderBenchFigure } from "../measure/renderBenchFigure";
import { compareBenchFigures, renderBenchComparisons, type ComparedBenchFigure } from "./BenchComparison";
import { BenchCheckout } from "./BenchCheckout";
import { benchSubjects, type BenchSubject } from "./benchSubjects";

/** What is compared, how, and who hears of it. */
export interface BenchAgainstOptions {
  readonly root: string;
  /** A name of the other commit. */
  readonly against: string;
  readonly groups: readonly string[];
  readonly rounds: number;
  readonly options: BenchOptions;
  /** Takes each figure of each side as it comes. */
  readonly keep: (figure: ComparedBenchFigure) => void;
  readonly print: (text: string) => void;
  readonly progress: (what: string) => void;
}

/** Measures groups here and in another commit, in turns, and prints each subject's comparison as soon as it is known. */
export async function runBenchAgainst(what: BenchAgainstOptions): Promise<void> {
  const checkout = BenchCheckout.of(what.root, what.against, what.progress);
  try {
    const subjects = what.groups.flatMap((group) => benchSubjects(group, what.options));
    for (const subject of subjects) await compareBenchSubject(subject, checkout, what);
  } finally {
    checkout.remove();
  }
}

async function compareBenchSubject(
  subject: BenchSubject,
  { folder, commit }: BenchCheckout,
  { root, rounds, keep, print, progress }: BenchAgainstOptions,
): Promise<void> {
  const sides = [
    { side: "here", root, called: "here" },
    { side: "there", root: folder, called: commit },
  ] as const;
  const measured: ComparedBenchFigure[] = [];
  const impossible = new Set<string>();
  for (let round = 1; round <= rounds; round++)
    for (const { side, root: measuredRoot, called } of sides) {
      if (impossible.has(side)) continue;
      progress(`${subject.name}, ${called} (round ${String(round)} of ${String(rounds)})`);
      try {
        for (const found of await subject.measure(measuredRoot)) {
          const figure = { ...found, side, round };
          measured.push(figure);
          keep(figure);
          progress(`  ${called}: ${renderBenchFigure({ ...found, comparison: "" })}`);
        }
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        impossible.add(side);
        print(
          `${subject.name} cannot be measured ${side === "here" ? "here" : `in ${called}`}: ${error.message}\n`,
        );
      }
    }
  if (measured.length > 0) print(`${renderBenchComparisons(compareBenchFigures(measured), commit)}\n`);
}
