import { Command } from "commander";
import type { JudgesScenarios, RunRecord } from "labrpc/testing";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { nearestName } from "toolkit/cli/nearestName";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { labFile } from "toolkit/labs/labFile";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { cleanTexts } from "toolkit/text/studentText";
import { reportPictureWithinLimit } from "../report/write/reportPictureWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { verdictsOnFile } from "../verdicts/verdictsOnFile";
import { isFullScenarioTable, renderScenarioTable } from "./renderScenarioTable";

interface ScenariosOptions extends SubmissionOptions {
  readonly seeds?: number;
  readonly mistake?: string;
}

/** In a lab's folder; see JUDGES_FILE in the harness. */
const JUDGES = "scenarios.judges";

/**
 * The `scenarios` command: plays the scenarios of `labN/scenarios.ts` with right programs, wrong ones and the student's
 * own. Exit code 0 when all hold and every mistake is caught, 1 when not, 2 when the tool could not work.
 */
export async function runScenariosCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, color } = context;
  const command = withSubmissionOptions(
    new Command("npm run scenarios")
      .usage("LAB [-- OPTIONS]")
      .description("Plays your scenarios with right programs, with wrong ones, and with your own.")
      .argument("[lab]", "the lab, such as lab1"),
    "judge",
  )
    .option(
      "--seeds <count>",
      "play each scenario with each program on so many seeds (default: 3, and one for each right program)",
      wholeNumberOption(1, 10_000),
    )
    .option("--mistake <name>", "only this wrong program; your teacher may tell you its name");
  return executeCommand(command, args, context, async () => {
    const lab = readLab(root, command.args[0] ?? "");
    const { seeds, mistake, ...choice } = command.opts<ScenariosOptions>();
    const judges = judgesOf(lab);
    if (mistake !== undefined) expectMistake(judges, mistake);
    const submission = findSubmission(root, lab, submissionChoiceOf(choice, cwd));
    const startedAt = performance.now();
    try {
      // Names and messages are the student's texts.
      const judged = await judges.judge(submission.folder, {
        verdicts: verdictsOnFile(),
        ...(seeds === undefined ? {} : { seeds }),
        ...(mistake === undefined ? {} : { mistake }),
      });
      const table = cleanTexts(structuredClone(judged));
      const pictures = table.rows.map(({ invalid }, index) =>
        invalid?.record === undefined ? undefined : writePicture(root, lab, index + 1, invalid.record),
      );
      print(
        renderScenarioTable(table, {
          lab: lab.name,
          pictures,
          color,
          elapsedMs: performance.now() - startedAt,
        }),
      );
      return isFullScenarioTable(table) ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

/** Throws ToolError when the lab has none. */
function judgesOf(lab: Lab): JudgesScenarios {
  const file = labFile(lab, "stage.ts");
  if (file === undefined)
    throw new ToolError(
      `expected a lab with scenarios, got ${lab.name}, which has no ${lab.name}/tests/stage.ts`,
    );
  if (!existsSync(join(lab.folder, JUDGES)))
    throw new ToolError(
      `expected right and wrong programs in ${lab.name}/${JUDGES}, got no such file; scenarios of this lab are judged by your teacher's kit alone`,
    );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  return (require(file) as { stage: JudgesScenarios }).stage;
}

function expectMistake({ mistakes }: JudgesScenarios, mistake: string): void {
  const names = mistakes();
  if (names.includes(mistake)) return;
  throw new ToolError(
    `--mistake: expected the name of one of the ${String(names.length)} wrong programs, got ${JSON.stringify(mistake)}${nearestName(mistake, names)}; ask your teacher for it, or leave the option out`,
  );
}

/** Returns where it is, below the root. */
function writePicture(root: string, lab: Lab, number: number, record: RunRecord): string {
  const file = `reports/${lab.name}/scenarios/scenario-${String(number)}.html`;
  writeResultFile(join(root, file), reportPictureWithinLimit(record));
  return file;
}
