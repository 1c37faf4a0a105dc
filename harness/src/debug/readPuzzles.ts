import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { debugChoice } from "labrpc/records";
import type { CodeBase } from "labrpc/simulation";
import type { DebugPuzzle } from "labrpc/testing";
import { z } from "zod";
import { readJudges } from "../stage/readJudges";
import { seal, unseal } from "../stage/sealJudges";

const puzzles = z.array(
  z.strictObject({
    /** One of the lab's wrong programs. */
    chaff: z.string(),
    theme: z.string(),
    setup: z.string(),
    seed: z.int(),
    solution: z.array(debugChoice),
  }),
);

export type PuzzlesOnFile = z.infer<typeof puzzles>;

/** Where a lab's puzzles are, in its folder. Sealed as its judges are: a name would tell the mistake. */
export const PUZZLES_FILE = "debug.puzzles";

export function sealPuzzles(data: PuzzlesOnFile): string {
  return seal(puzzles.parse(data));
}

/** The puzzles of a lab; none when it has no file of them. @param folder the lab's, absolute */
export function readPuzzles(folder: string): readonly DebugPuzzle[] {
  return puzzlesOnFile(folder);
}

/** The program of a puzzle, and where it is played. Throws RangeError when there is no such puzzle. @param number from 1 */
export function puzzleCode(
  folder: string,
  number: number,
): { readonly setup: string; readonly seed: number; readonly chaff: CodeBase } {
  const all = puzzlesOnFile(folder);
  const puzzle = all[number - 1];
  const judge = readJudges(folder).chaffs.find(({ name }) => name === puzzle?.chaff);
  if (puzzle === undefined || judge === undefined)
    throw new RangeError(`expected a puzzle from 1 to ${String(all.length)}, got ${String(number)}`);
  return { setup: puzzle.setup, seed: puzzle.seed, chaff: judge.code };
}

function puzzlesOnFile(folder: string): PuzzlesOnFile {
  const file = join(folder, PUZZLES_FILE);
  if (!existsSync(file)) return [];
  try {
    return puzzles.parse(unseal(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
