import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { inShort, type DebuggableLab } from "labrpc/testing";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { z } from "zod";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { debuggedLabOf } from "./runDebugCommand";
import { runDebugger } from "./runDebugger";
import type { DebugState } from "./session/DebugSession";

interface PuzzleOptions {
  readonly port: number;
  readonly open: boolean;
}

/** The fewest choices with which somebody has solved each puzzle, by its number. */
const solved = z.record(z.string(), z.int());

/**
 * The `puzzle` command: lists a lab's puzzles, or serves one in the debugger. A puzzle is a wrong program of which nobody
 * sees the code; it is solved when its mistake shows. Goes on until Ctrl-C; exit code 0 then, 2 when the tool could not work.
 */
export async function runPuzzleCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print } = context;
  const command = new Command("npm run puzzle")
    .usage("LAB [NUMBER] [-- OPTIONS]")
    .description("This server has a mistake: make it show. Without a number, lists the puzzles of a lab.")
    .argument("[lab]", "the lab, such as lab1")
    .argument("[number]", "which puzzle, from 1")
    .option("--port <port>", "the port of the page; 0 for any free one", wholeNumberOption(0, 65_535), 0)
    .option("--no-open", "print the address and open no browser");
  return executeCommand(command, args, context, () => {
    const [name = "", given] = command.args;
    const lab = readLab(root, name);
    const puzzles = (debuggedLabOf(lab) as DebuggableLab).puzzles();
    if (puzzles.length === 0) throw new ToolError(`expected a lab with puzzles, got ${name}, which has none`);
    const book = new SolvedPuzzles(context, lab);
    if (given === undefined) {
      const lines = puzzles.map(({ theme, solution }, at) => {
        const own = book.best(at + 1);
        const how = own === undefined ? "" : `, solved with ${String(own)}`;
        return `${own === undefined ? " " : "✓"} ${String(at + 1)}. about ${theme} (${String(inShort(solution).length)} choices are enough${how})`;
      });
      print(`${lines.join("\n")}\nTo play one: npm run puzzle ${name} 1\n`);
      return Promise.resolve(EXIT.fullMarks);
    }
    const number = Number(given);
    const puzzle = puzzles[number - 1];
    if (puzzle === undefined)
      throw new ToolError(`expected a puzzle from 1 to ${String(puzzles.length)}, got ${given}`);
    const { port, open } = command.opts<PuzzleOptions>();
    return runDebugger(
      {
        lab,
        what: { kind: "puzzle", number },
        choice: { kind: "own" },
        choices: [],
        opens: open,
        port,
        puzzle: (state) => {
          if (showsMistake(state)) book.note(number, choicesOf(state));
          return {
            title: `Puzzle ${String(number)} of ${name}: this program has a mistake (${puzzle.theme}). Make it show.`,
            best: inShort(puzzle.solution).length,
            solved: book.best(number) !== undefined,
          };
        },
      },
      context,
    );
  });
}

function showsMistake({ view }: DebugState): boolean {
  return view?.verdict.kind === "failed";
}

/** However many events time brings in a row, it takes one choice to let it. */
function choicesOf({ view }: DebugState): number {
  return inShort((view?.steps ?? []).map(({ choice }) => choice)).length;
}

/**
 * Which puzzles somebody has solved. In the lab's folder of reports, since it is the student's, is in no submission, and
 * goes when its owner throws the reports away.
 */
class SolvedPuzzles {
  readonly #file: string;
  readonly #best: Record<string, number>;

  constructor({ root, reports = root }: CommandContext, lab: Lab) {
    this.#file = join(reports, "reports", lab.name, "puzzles.json");
    this.#best = readSolved(this.#file);
  }

  best(number: number): number | undefined {
    return this.#best[String(number)];
  }

  note(number: number, choices: number): void {
    if (choices >= (this.best(number) ?? Infinity)) return;
    this.#best[String(number)] = choices;
    writeResultFile(this.#file, `${JSON.stringify(this.#best, undefined, 2)}\n`);
  }
}

/** A file that somebody has damaged counts as none. */
function readSolved(file: string): Record<string, number> {
  try {
    return existsSync(file) ? solved.parse(JSON.parse(readFileSync(file, "utf8"))) : {};
  } catch {
    return {};
  }
}
