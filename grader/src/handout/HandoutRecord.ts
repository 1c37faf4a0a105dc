import { createHash } from "node:crypto";
import { z } from "zod";

/** Name of the file in a hand-out that tells a later run what the kit wrote. */
export const RECORD_FILE = ".handout.json";

/** The ways of grading that a hand-out can come with. */
export const WAYS = ["actions", "classroom", "classroom50"] as const;
export type Way = (typeof WAYS)[number];

export const handoutRecord = z.strictObject({
  schema: z.literal("handout/v1"),
  labs: z.array(z.string()),
  ways: z.array(z.enum(WAYS)),
  /** A hash of each file as the kit wrote it, by name. */
  files: z.record(z.string(), z.string()),
});

export type HandoutRecord = z.infer<typeof handoutRecord>;

/** The hash of a text that does not change when git changes the ends of its lines. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex").slice(0, 32);
}
