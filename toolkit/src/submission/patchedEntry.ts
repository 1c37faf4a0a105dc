import { existsSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { parseLabJson, readLabText } from "../labs/readLab";

/** What an entry's patch is over: the reference solution, or a wheat of the same lab. Default: the solution. */
const base = z.union([z.literal("solution"), z.string().regex(/^wheats\/[\w-]+$/)]).default("solution");

/** What `wheat.json` may hold. */
export const wheatFile = z.strictObject({
  /** How it differs from the solution, in a sentence. */
  design: z.string().min(1),
  base,
});

/** What `chaff.json` may hold. */
export const chaffFile = z.strictObject({
  /** In a sentence. */
  mistake: z.string().min(1),
  /** Names of tests, each of which must fail. */
  caughtBy: z.array(z.string()).min(1),
  base,
});

/** What every `rare.json` holds; who reads it says more of `found`. */
export const rareBase = z.looseObject({ base });

/** An entry of a lab's corpus that is written as a patch. */
export interface PatchedEntry {
  /** Absolute. */
  readonly patch: string;
  /** "solution", or "wheats/NAME". */
  readonly base: string;
}

const KINDS = [
  { shelf: "wheats", file: "wheat.json", schema: wheatFile, patch: "wheat.patch" },
  { shelf: "chaffs", file: "chaff.json", schema: chaffFile, patch: "chaff.patch" },
  { shelf: "rare", file: "rare.json", schema: rareBase, patch: "rare.patch" },
] as const;

/**
 * The entry of the lab's corpus at a folder; undefined when the folder is no entry, or is one with whole files. Throws
 * ToolError when its wheat.json, chaff.json or rare.json is malformed.
 */
export function patchedEntry(root: string, lab: string, folder: string): PatchedEntry | undefined {
  for (const { shelf, file, schema, patch } of KINDS) {
    const entries = join(root, "corpus", lab, shelf);
    if (!existsSync(entries) || !realpathSync(folder).startsWith(realpathSync(entries) + sep)) continue;
    if (!existsSync(join(folder, patch))) return undefined;
    const about = join(folder, file);
    const { base } = parseLabJson(readLabText(about), relative(root, about), schema);
    return { patch: join(folder, patch), base };
  }
  return undefined;
}
