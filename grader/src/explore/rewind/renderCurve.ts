import { Chalk } from "chalk";
import { likelihoodAt, steepestJump, type MeasuredMoment } from "./MeasuredMoment";
import { percentOfRuns } from "./likelihoodInWords";
import { wilsonBand } from "./wilsonBand";

/** Characters of a likelihood of 1. */
const WIDTH = 40;

/** The curve as bars, a line for each moment: dark up to the lower end of the band, light up to the upper one. */
export function renderCurve(moments: readonly MeasuredMoment[], color: boolean): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const jump = steepestJump(moments);
  const width = Math.max(...moments.map(({ at }) => at.toFixed(1).length));
  const last = Math.max(...moments.map(({ events }) => String(events).length));
  return moments
    .map((moment) => {
      const { at, events, failed, runs, otherwise } = moment;
      const { low, high } = wilsonBand(failed, runs);
      const [dark, light] = [Math.round(low * WIDTH), Math.round(high * WIDTH)];
      const bar = `${paint.red("█".repeat(dark))}${paint.red("░".repeat(light - dark))}${" ".repeat(WIDTH - light)}`;
      const band = `${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)} %`;
      const other = otherwise === 0 ? "" : `, ${String(otherwise)} in another way`;
      const mark = moment === jump?.after && likelihoodAt(moment) > 0 ? paint.bold(" ◀") : "";
      return `  ${at.toFixed(1).padStart(width)} ms  event ${String(events).padStart(last)}  ${bar}  ${percentOfRuns(moment).padStart(5)}  (${band}, ${String(failed)} of ${String(runs)}${other})${mark}`;
    })
    .join("\n");
}
