import { z } from "zod";
import { rareBase } from "toolkit/submission/patchedEntry";
import { strategySpec } from "../artifacts/strategySpec";

/** What `rare.json` may hold: a mistake that a thousand runs of the strategy random do not find. */
export const rareFile = z.strictObject({
  ...rareBase.shape,
  /** In a sentence. */
  mistake: z.string().min(1),
  /** The test that can show it. */
  test: z.string(),
  /** A run in which it shows; without a strategy, of random. */
  found: z.strictObject({ strategy: strategySpec.exactOptional(), seed: z.int().min(0) }),
});

export type RareMistake = z.infer<typeof rareFile>;
