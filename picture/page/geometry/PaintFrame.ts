import type { HostLane, LaneLayout } from "./LaneLayout";
import type { LabelBoxes } from "./LabelBoxes";
import type { Palette } from "./Palette";
import type { PictureView } from "../view/PictureView";

/** What is needed to draw one frame. Pixels count from the top left corner of the canvas. */
export interface PaintFrame {
  readonly context: CanvasRenderingContext2D;
  readonly view: PictureView;
  readonly palette: Palette;
  readonly layout: LaneLayout;
  readonly width: number;
  readonly height: number;
  /** How far the lanes are scrolled. */
  readonly scrolled: number;
  /** Virtual ms to pixels. */
  readonly x: (ms: number) => number;
  /** The lane of a host; undefined when it has none. */
  readonly lane: (host: number) => HostLane | undefined;
  /** The y of the line of a lane's first row. */
  readonly y: (lane: HostLane) => number;
  readonly labels: LabelBoxes;
  readonly targets: PointerTarget[];
  /** Whether there is so much in view that single messages cannot be told apart. */
  readonly crowded: boolean;
  /** How many arrows are in view. */
  readonly arrows: number;
}

/** Something that was drawn and answers to the pointer. */
export type PointerTarget =
  | {
      readonly kind: "arrow";
      readonly index: number;
      readonly line: readonly [number, number, number, number];
    }
  | {
      readonly kind: "bar" | "shade" | "fault";
      readonly index: number;
      readonly box: readonly [number, number, number, number];
    }
  | { readonly kind: "event"; readonly index: number; readonly at: readonly [number, number] };
