import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { BundledModule } from "labrpc/simulation";
import { z } from "zod";

const sealedModule = z.strictObject({ name: z.string(), js: z.string() });

/** What a student's scenarios are judged by, as it stands in a file. */
const judges = z.strictObject({
  /** What mistakes are about, in the order in which students should think of them. */
  themes: z.array(
    z.strictObject({
      theme: z.string(),
      /** In a few words. */
      title: z.string(),
      /** What a student who has no such scenario is asked, in a sentence or two that tell no mistake. */
      nudge: z.string(),
    }),
  ),
  /** Right programs: each must pass every scenario. */
  wheats: z.array(z.strictObject({ name: z.string(), modules: z.array(sealedModule) })),
  /** Wrong programs, for a scenario to catch. */
  chaffs: z.array(z.strictObject({ name: z.string(), theme: z.string(), modules: z.array(sealedModule) })),
});

export type JudgesOnFile = z.infer<typeof judges>;

/** Where a lab's judges are, in its folder. */
export const JUDGES_FILE = "scenarios.judges";

/**
 * The key stands here for all to see, so this keeps nobody from the judges who wants them. It keeps them from being found
 * by looking around.
 */
const KEY = createHash("sha256").update("right and wrong programs of the labs").digest();
const CIPHER = "aes-256-gcm";
const [IV_BYTES, TAG_BYTES] = [12, 16];

/** Characters in a line of the file. */
const LINE = 100;

/** Lines of text, the same for the same judges. */
export function sealJudges(data: JudgesOnFile): string {
  return seal(data);
}

/** Throws an Error when the text is no judges. */
export function unsealJudges(text: string): JudgesOnFile {
  return judges.parse(unseal(text));
}

/** Lines of text, the same for the same data. @param data plain */
export function seal(data: unknown): string {
  const packed = gzipSync(JSON.stringify(data), { level: 9 });
  const iv = createHash("sha256").update(JSON.stringify(data)).digest().subarray(0, IV_BYTES);
  const cipher = createCipheriv(CIPHER, KEY, iv);
  const sealed = Buffer.concat([cipher.update(packed), cipher.final()]);
  const bytes = Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
  return bytes.replace(new RegExp(`.{1,${String(LINE)}}`, "g"), "$&\n");
}

/** Throws an Error when the text was not sealed here. */
export function unseal(text: string): unknown {
  const bytes = Buffer.from(text, "base64");
  const body = IV_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, KEY, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, body));
  const packed = Buffer.concat([decipher.update(bytes.subarray(body)), decipher.final()]);
  return JSON.parse(gunzipSync(packed).toString("utf8")) as unknown;
}

const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/** A judge's files as the simulation takes them. They lead to no source. */
export function judgeModules(modules: readonly z.infer<typeof sealedModule>[]): BundledModule[] {
  return modules.map(({ name, js }) => ({ name, js, map: NO_MAP, problems: [] }));
}
