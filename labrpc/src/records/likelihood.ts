import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

const part = z.number().min(0).max(1);

/**
 * How likely a run's failure was from some of its moments on, measured: the run goes its way up to there, and on from there
 * with other luck.
 */
export const likelihood = z.strictObject({
  /** What the curve says, in a sentence or two. */
  text: z.string(),
  /** In the order of the moments. */
  points: z.array(
    z.strictObject({
      /** Virtual ms. */
      at: z.number(),
      /** So many of the run's first events had happened. */
      events: z.int().min(0),
      /** The part of the runs that failed so, and a band in which the likelihood is with 95 %. */
      part,
      low: part,
      high: part,
      /** Whether nothing is drawn between this moment's draw and the next point: all that lies between is as likely as that. */
      step: z.boolean(),
    }),
  ),
});

export type Likelihood = DeepReadonly<z.infer<typeof likelihood>>;
