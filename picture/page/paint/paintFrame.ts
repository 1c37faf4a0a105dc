import type { FailureMark } from "./FailureMark";
import type { PaintFrame } from "../geometry/PaintFrame";
import { LANE_HEAD } from "../geometry/LaneLayout";
import { arrowsInView, paintArrows } from "./paintArrows";
import { paintAxis } from "./paintAxis";
import { paintBars, reserveBars } from "./paintBars";
import { paintEffects } from "./paintEffects";
import { paintDensity } from "./paintDensity";
import { paintFaults } from "./paintFaults";
import { paintLanes, paintHostNames } from "./paintLanes";
import { paintMarks } from "./paintMarks";
import { paintMatches, paintSelection } from "./paintSelection";
import { paintShades, paintShadeTexts } from "./paintShades";

/** With more arrows in view than this, lanes show how much happens instead. */
const CROWDED = 700;

/** Draws everything, from what lies below to what lies above. Returns what the frame came to. */
export function paintFrame(
  base: Omit<PaintFrame, "crowded" | "arrows">,
  time: (pixel: number) => number,
  mark: FailureMark,
): PaintFrame {
  const arrows = arrowsInView(base);
  const frame: PaintFrame = { ...base, arrows: arrows.length, crowded: arrows.length > CROWDED };
  const { context, width, height, palette } = frame;
  context.globalAlpha = 1;
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(0, LANE_HEAD, width, height - LANE_HEAD);
  context.clip();
  paintLanes(frame);
  paintShades(frame);
  context.restore();
  paintAxis(frame, time);
  context.save();
  context.beginPath();
  context.rect(0, LANE_HEAD - 14, width, height - LANE_HEAD + 14);
  context.clip();
  if (frame.crowded) paintDensity(frame);
  mark.place(frame);
  // Bars come first in the search for room, though arrows are drawn below them.
  reserveBars(frame);
  paintArrows(frame, arrows);
  paintBars(frame);
  paintMarks(frame);
  paintEffects(frame);
  paintFaults(frame);
  paintShadeTexts(frame);
  paintMatches(frame);
  context.restore();
  paintHostNames(frame);
  paintSelection(frame);
  return frame;
}
