import { Command } from "commander";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { namesOption } from "toolkit/cli/options/namesOption";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { nearestName } from "toolkit/cli/nearestName";
import { labNames, readLab, type Lab } from "toolkit/labs/readLab";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { readCorpus } from "./readCorpus";
import { gradeCorpus, WHEAT_SEEDS } from "./gradeCorpus";
import { recordExplanations } from "./recordExplanations";
import { problemsOfCorpus, renderCorpus } from "./renderCorpus";

interface CorpusArguments {
  seeds?: number;
  only?: string[];
  jobs: number;
  record: boolean;
}

/** The `corpus` command: do the tests tell right from wrong? Exit code 0 only when every specimen fares as it must. */
export async function runCorpusCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print, color } = context;
  const command = new Command("npm run corpus")
    .usage("[LAB] [-- OPTIONS]")
    .description("Grades a lab's skeleton, solution, wheats (right), chaffs (wrong) and rare mistakes.")
    .argument("[lab]", "default: every lab")
    .option(
      "--seeds <count>",
      `seeds 1 to this number for correct submissions (default: the manifest's; ${String(WHEAT_SEEDS)} for wheats)`,
      wholeNumberOption(1),
    )
    .option("--only <names>", "only these specimens or kinds, comma-separated", namesOption)
    .option("--record", "record what a student reads about each chaff, in its explanation.json", false)
    .addOption(jobsOption());
  return executeCommand(command, args, context, async () => {
    const options = command.opts<CorpusArguments>();
    const wanted = command.args[0] === undefined ? labNames(root) : [command.args[0]];
    const problems: string[] = [];
    let unjudged = false;
    for (const name of wanted) {
      const results = await gradeCorpusOfLab(root, readLab(root, name), options);
      print(renderCorpus(results, { color }));
      unjudged ||= results.some(({ runs }) => runs.some(({ ending }) => ending.kind === "trouble"));
      problems.push(...problemsOfCorpus(results).map((text) => `${name}: ${text}`));
    }
    // The tables of later labs may stand between a problem and whoever looks at the end of a log.
    if (wanted.length > 1 && problems.length > 0) print(`${problems.join("\n")}\n`);
    if (unjudged) return EXIT.toolFailed;
    return problems.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

async function gradeCorpusOfLab(
  root: string,
  lab: Lab,
  { seeds, only, jobs, record }: CorpusArguments,
): ReturnType<typeof gradeCorpus> {
  const all = readCorpus(root, lab);
  const known = [...new Set(all.flatMap(({ name, kind }) => [name, kind]))];
  for (const name of only ?? []) {
    if (!known.includes(name))
      throw new ToolError(
        `expected a specimen (${known.join(", ")}), got ${name}${nearestName(name, known)}`,
      );
  }
  const chosen = all.filter(
    ({ name, kind }) => only === undefined || only.includes(name) || only.includes(kind),
  );
  if (record) return recordExplanations(root, lab, chosen, jobs);
  return gradeCorpus(root, lab, chosen, { jobs, ...(seeds === undefined ? {} : { seeds }) });
}
