import { existsSync, readFileSync } from "node:fs";
import { likelihood } from "labrpc/records";
import { z } from "zod";
import { replayHash, type ReplayFile } from "../../artifacts/ReplayFile";

const count = z.int().min(0);

/** A measured curve, as it stands in a file: `reports/LAB/explore/TEST.curve.json`. */
export const curveFile = z.strictObject({
  schema: z.literal("curve/v1"),
  lab: z.string(),
  test: z.string(),
  seed: z.int(),
  /** Tells the replay that it belongs to. */
  replay: z.string(),
  /** What the curve says. */
  text: z.string(),
  /** What ended the search: "all" when each moment has all of its runs. */
  ended: z.enum(["all", "the time is up", "interrupted"]),
  moments: z.array(
    z.strictObject({
      /** So many of the run's first events had happened, … */
      events: count,
      /** … and so many without what was printed: a print may come or go when code is changed. */
      compared: count,
      /** Virtual ms. */
      at: z.number(),
      runs: count,
      failed: count,
      otherwise: count,
      ...likelihood.shape.points.element.pick({ low: true, high: true }).shape,
    }),
  ),
});

export type CurveFile = z.infer<typeof curveFile>;

/** Equal for two replays of the same run and the same failure. */
export function curveKeyOf({ lab, test, seed, plan, strategy, signature }: ReplayFile): string {
  return replayHash(JSON.stringify([lab, test, seed, plan, strategy ?? null, signature]));
}

/** The curve of a replay that was measured before; undefined when there is none. */
export function readCurve(file: string, replay: ReplayFile): CurveFile | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { data } = curveFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return data?.replay === curveKeyOf(replay) ? data : undefined;
  } catch {
    return undefined;
  }
}
