import { z } from "zod";

/** What a node tells the process that started it, once. */
export const nodeReport = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("listening"), host: z.string(), port: z.int() }),
  /** It has started, and listens nowhere. */
  z.strictObject({ kind: z.literal("ready") }),
  z.strictObject({ kind: z.literal("port-in-use"), port: z.int() }),
  /** Anything else that keeps it from starting. `message` says what, and what to do. */
  z.strictObject({ kind: z.literal("failed"), message: z.string() }),
]);

export type NodeReport = z.infer<typeof nodeReport>;
