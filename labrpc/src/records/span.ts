import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

/** A time during which something was wrong with hosts or with the links between them. Times are virtual ms. */
export const span = z.strictObject({
  kind: z.enum(["disconnected", "partition", "blocked", "slow", "crashed"]),
  from: z.number(),
  /** null when it lasted to the end; Infinity does not survive JSON. */
  until: z.number().nullable(),
  /** The hosts that it is about; for "blocked" and "slow": sender and receiver; for "partition": one list a group. */
  groups: z.array(z.array(z.string())),
  text: z.string(),
  /** How much longer messages take, virtual ms; for "slow" only. */
  extraMs: z.number().exactOptional(),
  /** The number of the cut that began it, as in Fault; absent for a crash. */
  cut: z.int().exactOptional(),
});

export type Span = DeepReadonly<z.infer<typeof span>>;
