import { PUZZLES_FILE, sealPuzzles, type PuzzlesOnFile } from "harness";
import { debugChoice } from "labrpc/records";
import { inShort } from "labrpc/testing";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labNames, parseLabJson } from "toolkit/labs/readLab";
import { z } from "zod";
import { findByRandomPlay } from "./puzzles/findByRandomPlay";
import { puzzleLabIn } from "./puzzles/PuzzleStage";

const ROOT = join(__dirname, "..");

/** What `corpus/labN/puzzles.json` holds: which wrong programs are puzzles, from easy to hard, and a way to solve each. */
const puzzles = z.array(
  z.strictObject({ chaff: z.string(), setup: z.string(), choices: z.array(debugChoice) }),
);

/**
 * `npm run puzzles`: seals the puzzles of all labs, or of some, after it has seen that each is solved as it says, and
 * leaves out what is needless. `npm run puzzles -- --search lab1` looks for more, by random play against all judges of
 * the lab's scenarios, and prints them, to be put into `puzzles.json`.
 */
async function makePuzzles(args: readonly string[]): Promise<void> {
  const only = args.filter((arg) => arg !== "--search");
  for (const name of labNames(ROOT).filter((lab) => only.length === 0 || only.includes(lab))) {
    if (args.includes("--search")) await searchPuzzles(name);
    else await sealChosenPuzzles(name);
  }
}

async function sealChosenPuzzles(name: string): Promise<void> {
  const file = join(ROOT, "corpus", name, "puzzles.json");
  if (!existsSync(file)) return;
  const lab = puzzleLabIn(join(ROOT, name));
  const sealed: PuzzlesOnFile = [];
  for (const { chaff, setup, choices } of parseLabJson(readFileSync(file, "utf8"), file, puzzles)) {
    const stage = lab.stageOf(chaff, setup);
    const solution = await stage.withoutNeedless(choices);
    if (!(await stage.isSolvedBy(solution)))
      throw new Error(
        `${file}: expected choices that make the mistake of ${chaff} show, and of no right program`,
      );
    const theme = lab.judges.chaffs.find((one) => one.name === chaff)?.theme;
    const title = lab.judges.themes.find((one) => one.theme === theme)?.title ?? "";
    sealed.push({ chaff, theme: title, setup, seed: lab.seed, solution: [...solution] });
  }
  writeFileSync(join(ROOT, name, PUZZLES_FILE), sealPuzzles(sealed));
  const counts = sealed.map(({ solution }) => String(solution.length));
  console.log(`${name}: ${String(sealed.length)} puzzles, of ${counts.join(", ")} choices`);
}

async function searchPuzzles(name: string): Promise<void> {
  const lab = puzzleLabIn(join(ROOT, name));
  for (const { name: chaff } of lab.judges.chaffs) {
    let best: z.infer<typeof puzzles>[number] | undefined;
    for (const setup of Object.keys(lab.debug.setups)) {
      const found = await findByRandomPlay(lab.stageOf(chaff, setup), lab.debug, setup);
      const choices = found && inShort(found);
      if (choices !== undefined && choices.length < (best?.choices.length ?? Infinity))
        best = { chaff, setup, choices: [...choices] };
    }
    console.log(best === undefined ? `${name} ${chaff}: not found` : JSON.stringify(best));
  }
}

void makePuzzles(process.argv.slice(2));
