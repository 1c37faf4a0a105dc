import type { RunRecord } from "labrpc/testing";
import { buildPicture } from "../../src/model/buildPicture";
import { LANE_GUTTER, LANE_HEAD, layOutLanes } from "../geometry/LaneLayout";
import { LabelBoxes } from "../geometry/LabelBoxes";
import type { FailureMark } from "../paint/FailureMark";
import { paintFrame } from "../paint/paintFrame";
import { PictureView } from "../view/PictureView";
import { SvgContext } from "./SvgContext";

export interface PictureSvgOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Colours by the names of the style sheet. */
  readonly palette: Readonly<Record<string, string>>;
  /** What the picture shows, for who does not see it. */
  readonly title: string;
}

/** Room at both ends of the time, pixels. */
const MARGIN = 14;

/** Draws a whole run that did not fail, as the page would, with pauses shortened. Needs no browser. */
export function drawPictureSvg(
  record: RunRecord,
  { width, height, palette, title }: PictureSvgOptions,
): string {
  const built = buildPicture(record);
  const view = new PictureView({ ...built, failing: undefined });
  const { axis, picture } = view;
  view.setRange({ from: picture.from, until: picture.until });
  const [first, last] = [axis.place(picture.from), axis.place(picture.until)];
  const [left, wide] = [LANE_GUTTER + MARGIN, width - LANE_GUTTER - 2 * MARGIN];
  const layout = layOutLanes(view, height);
  const lanes = new Map(layout.lanes.map((lane) => [lane.host, lane]));
  const context = new SvgContext();
  paintFrame(
    {
      context: context as unknown as CanvasRenderingContext2D,
      view,
      palette: palette,
      layout,
      width,
      height,
      scrolled: 0,
      x: (ms) => left + ((axis.place(ms) - first) / (last - first)) * wide,
      lane: (host) => lanes.get(host),
      y: (lane) => LANE_HEAD + lane.line,
      labels: new LabelBoxes(),
      targets: [],
    },
    (pixel) => axis.time(first + ((pixel - left) / wide) * (last - first)),
    { place: () => undefined } as unknown as FailureMark,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img">
<title>${title.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</title>
${context.svg}
</svg>
`;
}
