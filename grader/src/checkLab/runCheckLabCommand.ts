import { Command } from "commander";
import { Chalk } from "chalk";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { readLab } from "toolkit/labs/readLab";
import { readCorpus } from "../corpus/readCorpus";
import { runCorpusCommand } from "../corpus/runCorpusCommand";
import type { GradeContext } from "../grade/GradeContext";
import { handoutProblems } from "./handoutProblems";
import { programFindings } from "./programFindings";

/** Seeds that are enough to see whether a lab works at all. */
const SEEDS = 3;

/** Findings that are shown of one check. */
const MOST_FINDINGS = 30;

/**
 * The `check-lab` command: a look at one lab of a teacher's own while it is written, in place of `npm test`, which looks
 * at the whole kit. Exit code 0 when nothing was found, 1 when something was, 2 when it could not look. Never rejects.
 */
export async function runCheckLabCommand(args: readonly string[], context: GradeContext): Promise<number> {
  const { root, print, color } = context;
  const command = new Command("npm run check-lab")
    .usage("LAB")
    .description(
      `Looks at one lab while you write it: handout against manifest and solution, layout, types, style, and its stubs, solution and wheats over ${String(SEEDS)} seeds. For chaffs: npm run corpus.`,
    )
    .argument("<lab>", "the lab, such as lab6")
    .helpOption("-h, --help", "print this text");
  return executeCommand(command, args, context, async () => {
    const { name: lab } = readLab(root, command.args[0] ?? "");
    const paint = new Chalk({ level: color ? 1 : 0 });
    let isGood = true;
    const checks: readonly (readonly [what: string, find: () => Promise<readonly string[]>])[] = [
      ["handout", () => Promise.resolve(handoutProblems(root, lab))],
      ["layout", () => programFindings(root, lab, "layout")],
      ["types and style", () => programFindings(root, lab, "types and style")],
      [`stubs, solution and wheats over ${String(SEEDS)} seeds`, () => findInCorpus(lab, context)],
    ];
    for (const [what, find] of checks) {
      const found = await find();
      isGood &&= found.length === 0;
      print(`${found.length === 0 ? paint.green("✓") : paint.red("✗")} ${what}\n`);
      for (const line of found.slice(0, MOST_FINDINGS)) print(`    ${line}\n`);
      const more = found.length - MOST_FINDINGS;
      if (more > 0) print(`    and ${String(more)} more\n`);
    }
    return isGood ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

/** What `corpus` prints when something is not graded as it has to be. */
async function findInCorpus(lab: string, context: GradeContext): Promise<readonly string[]> {
  const { root } = context;
  const kinds = readCorpus(root, readLab(root, lab)).map(({ kind }) => kind);
  const only = ["skeleton", "solution", "wheat"].filter((kind) => kinds.some((one) => one === kind));
  let told = "";
  const tell = (text: string): void => void (told += text);
  const code = await runCorpusCommand([lab, "--only", only.join(","), "--seeds", String(SEEDS)], {
    ...context,
    terminal: false,
    color: false,
    print: tell,
    printError: tell,
  });
  return code === EXIT.fullMarks ? [] : told.trimEnd().split("\n");
}
