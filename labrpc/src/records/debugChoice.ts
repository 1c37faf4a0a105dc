import { z } from "zod";

/** The name of a message or a timer, as in PendingEvent. */
const what = z.string();

/**
 * What somebody who debugs a run lets happen next. The same choices on the same code lead to the same events; the name of
 * a message or timer may be gone once the code has changed.
 */
export const debugChoice = z.discriminatedUnion("kind", [
  /** So many events, in the order in which time brings them. What hosts do at once belongs to the event before. */
  z.strictObject({ kind: z.literal("next"), events: z.int().min(1) }),
  /** A message arrives now. */
  z.strictObject({ kind: z.literal("deliver"), what }),
  z.strictObject({ kind: z.literal("lose"), what }),
  /** A request is sent once more. */
  z.strictObject({ kind: z.literal("copy"), what }),
  /** A message waits until it is delivered. */
  z.strictObject({ kind: z.literal("hold"), what }),
  /** A timer fires next: what was to happen before is late. */
  z.strictObject({ kind: z.literal("fire"), what }),
  /** Something that the lab's stage does, by its name, with its arguments as JSON. */
  z.strictObject({ kind: z.literal("do"), call: z.string(), args: z.json() }),
]);

export type DebugChoice = Readonly<z.infer<typeof debugChoice>>;
