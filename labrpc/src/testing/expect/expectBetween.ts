import { Violation } from "../../simulation/outcome/Violation";

/** Fails unless a figure lies in a range; `what` is the whole message when it does not, and `unit` follows the figures. */
export function expectBetween(what: string, got: number, least: number, most: number, unit: string): void {
  if (got >= least && got <= most) return;
  const range = least === most ? formatFigure(least) : `${formatFigure(least)} to ${formatFigure(most)}`;
  throw new Violation(what, { expected: `${range} ${unit}`, got: `${formatFigure(got)} ${unit}` });
}

function formatFigure(figure: number): string {
  return String(Math.round(figure * 10) / 10);
}
