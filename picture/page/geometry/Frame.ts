import type { Lane, Layout } from "./Layout";
import type { LabelBoxes } from "./LabelBoxes";
import type { Palette } from "./Palette";
import type { View } from "../view/View";

/** What is needed to draw one frame. Pixels count from the top left corner of the canvas. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly view: View;
  readonly palette: Palette;
  readonly layout: Layout;
  readonly width: number;
  readonly height: number;
  /** How far the lanes are scrolled. */
  readonly scrolled: number;
  /** Virtual ms to pixels. */
  readonly x: (ms: number) => number;
  /** The lane of a host; undefined when it has none. */
  readonly lane: (host: number) => Lane | undefined;
  /** The y of the line of a lane's first row. */
  readonly y: (lane: Lane) => number;
  readonly labels: LabelBoxes;
  readonly targets: Target[];
  /** Whether there is so much in view that single messages cannot be told apart. */
  readonly crowded: boolean;
  /** How many arrows are in view. */
  readonly arrows: number;
}

/** Something that was drawn and answers to the pointer. */
export type Target =
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
