import type { BenchFigure } from "./BenchFigure";

/** A figure in a line, with its target where there is one. */
export function renderBenchFigure({ name, value, unit, better, target, comparison }: BenchFigure): string {
  const sign = better === "higher" ? "≥" : "≤";
  const isReached = target === undefined || (better === "higher" ? value >= target : value <= target);
  const mark = target === undefined ? " " : isReached ? "✓" : "✗";
  const notes = [
    ...(target === undefined ? [] : [`target ${sign} ${String(target)} ${unit}`.trim()]),
    ...(comparison === undefined || comparison === "" ? [] : [comparison]),
  ];
  const measured = `${shownBenchValue(value)} ${unit}`.trim().padStart(12);
  return `${mark} ${measured}  ${name}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}

/** Three digits that count, and no power of ten. */
export function shownBenchValue(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value));
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}
