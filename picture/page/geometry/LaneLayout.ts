import type { PictureView } from "../view/PictureView";

/** Pixels for the hosts' names on the left, and for the time axis above. */
export const LANE_GUTTER = 132;
export const LANE_HEAD = 46;
/** Half of the height of an operation's bar. */
export const HALF_BAR = 10;

const LEAST_LANE = 34;
const MOST_LANE = 150;
const ROW = 24;

export interface HostLane {
  readonly host: number;
  /** From the top of the first lane; pixels. */
  readonly top: number;
  readonly height: number;
  /** Of the first row. */
  readonly line: number;
  /** Between two rows. */
  readonly row: number;
}

/** Where the lanes are. */
export interface LaneLayout {
  readonly lanes: readonly HostLane[];
  readonly height: number;
}

/** Shares the height out among the lanes; where it is not enough, the stage scrolls. */
export function layOutLanes(view: PictureView, height: number): LaneLayout {
  const rows = new Int32Array(view.picture.hosts.length).fill(1);
  for (const { host, row } of view.picture.bars) rows[host] = Math.max(rows[host] ?? 1, row + 1);
  const extras = view.visible.lanes.map((host) => {
    const count = rows[host] ?? 1;
    return count === 1 ? 0 : Math.min((count - 1) * ROW, 96);
  });
  const extra = extras.reduce((sum, more) => sum + more, 0);
  const share = (height - LANE_HEAD - extra) / Math.max(1, view.visible.lanes.length);
  const base = Math.min(MOST_LANE, Math.max(LEAST_LANE, share));
  let top = 0;
  const lanes = view.visible.lanes.map((host, i): HostLane => {
    const more = extras[i] ?? 0;
    const lane: HostLane = {
      host,
      top,
      height: base + more,
      line: top + base / 2,
      row: more / Math.max(1, (rows[host] ?? 1) - 1),
    };
    top += lane.height;
    return lane;
  });
  return { lanes, height: top };
}
