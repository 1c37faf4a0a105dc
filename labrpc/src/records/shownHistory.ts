import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

/** One operation. Times are virtual ms. */
const shownOperation = z.strictObject({
  client: z.string(),
  /** The operation and its answer. */
  text: z.string(),
  called: z.number(),
  /** null when it never returned. */
  returned: z.number().nullable(),
  /** When it can take effect in the longest order that was found; null when it is not part of that. */
  effect: z.number().nullable(),
  status: z.enum(["placed", "impossible", "unplaced", "unknown"]),
});

/** The operations of the clients, and where each can take effect: what a consistency checker says of them. */
export const shownHistory = z.strictObject({
  operations: z.array(shownOperation),
  /** Why the operation that is impossible cannot be placed: sentences. */
  reasons: z.array(z.string()),
});

export type ShownHistory = DeepReadonly<z.infer<typeof shownHistory>>;
export type ShownOperation = DeepReadonly<z.infer<typeof shownOperation>>;
