import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decodeText } from "toolkit/files/decodeText";
import type { GradeOptions } from "./GradeOptions";
import { refuseInHandout } from "../labs/refuseInHandout";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";

/** `--seeds` reaches up to here, so smaller seeds are no secret. */
const GREATEST_OPEN_SEED = 1_000_000;
const MOST_SECRET_SEEDS = 10_000;

/**
 * The secret seeds of a run: from the file that `--secret-seeds` names, else from the one that the environment
 * names in KIT_SECRET_SEEDS. None for a replay and while somebody watches, which are a student's. Throws ToolError,
 * whose message never holds a seed.
 */
export function secretSeedsOf(
  { secretSeeds, seed, watch }: Pick<GradeOptions, "secretSeeds" | "seed" | "watch">,
  { root, cwd, env = {} }: Pick<CommandContext, "root" | "cwd" | "env">,
): number[] {
  const named = secretSeeds ?? (seed === undefined && !watch ? env.KIT_SECRET_SEEDS : undefined);
  if (named === undefined || named === "") return [];
  const file = resolve(cwd, named);
  refuseInHandout(root, file, { what: "secret seeds", named });
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    throw new ToolError(
      `expected a file with secret seeds, got ${named}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? "no reason given"})`,
    );
  }
  return parseSecretSeeds(text, named);
}

/** @param text a whole number in each line; "#" begins a comment */
export function parseSecretSeeds(text: string, file: string): number[] {
  const seeds = text.split("\n").flatMap((line, index) => {
    const [given = ""] = line.split("#");
    const seed = given.trim();
    if (seed === "") return [];
    const value = Number(seed);
    if (/^\d+$/.test(seed) && Number.isSafeInteger(value) && value > GREATEST_OPEN_SEED) return [value];
    throw new ToolError(
      `${file}, line ${String(index + 1)}: expected one whole number from ${String(GREATEST_OPEN_SEED + 1)} to ${String(Number.MAX_SAFE_INTEGER)}, got something else; smaller seeds are those that everybody can run`,
    );
  });
  if (seeds.length > 0 && seeds.length <= MOST_SECRET_SEEDS) return [...new Set(seeds)];
  throw new ToolError(
    `${file}: expected 1 to ${String(MOST_SECRET_SEEDS)} secret seeds, got ${String(seeds.length)}`,
  );
}
