import Table from "cli-table3";
import { medianFigure, type BenchFigure } from "../measure/BenchFigure";
import { shownBenchValue } from "../measure/renderBenchFigure";

/** This commit, or the one it is compared with. */
export type BenchSide = "here" | "there";

/** A figure of one side in one round, as it is kept. */
export interface ComparedBenchFigure extends BenchFigure {
  readonly side: BenchSide;
  /** From 1. */
  readonly round: number;
}

/** One figure of both commits. */
export interface BenchComparison {
  readonly name: string;
  readonly unit: string;
  /** Medians over the rounds; undefined on a side that does not have the figure. */
  readonly here: number | undefined;
  readonly there: number | undefined;
  /** The median over the rounds of here by there, of the same round; undefined when there is none. */
  readonly ratio: number | undefined;
}

/** Compares what has been measured so far, in the order in which names came. */
export function compareBenchFigures(figures: readonly ComparedBenchFigure[]): BenchComparison[] {
  const names = [...new Set(figures.map(({ name }) => name))];
  return names.map((name) => {
    const own = figures.filter((figure) => figure.name === name);
    const ofSide = (side: BenchSide): ComparedBenchFigure[] => own.filter((figure) => figure.side === side);
    const middle = (side: BenchSide): number | undefined => {
      const values = ofSide(side).map(({ value }) => value);
      return values.length === 0 ? undefined : medianFigure(values);
    };
    const ratios = ofSide("here").flatMap(({ round, value }) => {
      const other = ofSide("there").find((figure) => figure.round === round);
      return other === undefined || other.value === 0 ? [] : [value / other.value];
    });
    return {
      name,
      unit: own[0]?.unit ?? "",
      here: middle("here"),
      there: middle("there"),
      ratio: ratios.length === 0 ? undefined : medianFigure(ratios),
    };
  });
}

/** @param commit what the other side is called */
export function renderBenchComparisons(comparisons: readonly BenchComparison[], commit: string): string {
  const table = new Table({
    head: ["figure", "", "here", commit, "here ÷ there"],
    colAligns: ["left", "left", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  const shown = (value: number | undefined): string => (value === undefined ? "–" : shownBenchValue(value));
  for (const { name, unit, here, there, ratio } of comparisons)
    table.push([name, unit, shown(here), shown(there), ratio === undefined ? "–" : ratio.toFixed(2)]);
  return table.toString();
}
