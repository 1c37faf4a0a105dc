import type { MessageArrow } from "../../src/model/Picture";
import type { Palette } from "../geometry/Palette";

/** The colour of a message: what became of it counts more than what it is. */
export function arrowColor({ arrival, leg }: MessageArrow, palette: Palette): string {
  if (arrival === "lost" || arrival === "nobody") return palette.fault;
  if (arrival === "late") return palette.late;
  if (leg === "copy") return palette.copy;
  return leg === "request" ? palette.request : palette.reply;
}
