import { createHash } from "node:crypto";
import { posix, win32 } from "node:path";
import { z } from "zod";
import { kitVersion } from "toolkit/files/kitVersion";
import type { HandoutContent } from "./HandoutContent";

/** Name of the file in a hand-out that tells a later run what the kit wrote. */
export const HANDOUT_RECORD_FILE = ".handout.json";

/** The ways of grading that a hand-out can come with. */
export const HANDOUT_WAYS = ["actions", "classroom", "classroom50"] as const;
export type HandoutWay = (typeof HANDOUT_WAYS)[number];

/** Names lie in the hand-out: a run removes files that the kit no longer has, and students can change the record. */
const inFolder = z
  .string()
  .refine((name) => !win32.isAbsolute(name) && !posix.normalize(name.replaceAll("\\", "/")).startsWith(".."));

export const handoutRecord = z.strictObject({
  schema: z.literal("handout/v1"),
  labs: z.array(z.string()),
  ways: z.array(z.enum(HANDOUT_WAYS)),
  /** The kit that wrote it last; absent in older ones. Reports name it. */
  kit: kitVersion.exactOptional(),
  /** A hash of each file as the kit wrote it last, by name. */
  files: z.record(inFolder, z.string()),
});

export type HandoutRecord = z.infer<typeof handoutRecord>;

/** The hash of a content that does not change when git changes the ends of its lines. */
export function hashOfHandoutContent(content: HandoutContent): string {
  const same = typeof content === "string" ? content.replaceAll("\r\n", "\n") : content;
  return createHash("sha256").update(same).digest("hex").slice(0, 32);
}
