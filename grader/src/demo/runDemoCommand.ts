import { Chalk } from "chalk";
import { Command } from "commander";
import { CodeBase } from "labrpc/simulation";
import { showDemonstration, type Demonstration } from "labrpc/testing";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { quotedAlone, quotedBehind } from "toolkit/text/quote";
import { cleanText, cleanTexts } from "toolkit/text/studentText";
import { labFile } from "toolkit/labs/labFile";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { renderDemoProblem } from "./renderDemoProblem";

type DemoOptions = SubmissionOptions & { seed: number };

/**
 * The `demo` command: shows what a lab's code does, step by step, from `labN/tests/demo.ts`. Exit code 0 when every
 * demonstration came to its end, 1 when the code failed in one, 2 when the tool could not work.
 */
export async function runDemoCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, color } = context;
  const command = withSubmissionOptions(
    new Command("npm run demo")
      .usage("LAB [-- OPTIONS]")
      .description("Shows what a lab's code does, step by step, on the simulated network. Times are virtual.")
      .argument("[lab]", "the lab, such as lab1"),
    "show",
  ).option("--seed <number>", "which messages are lost, and when", wholeNumberOption(0), 1);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<DemoOptions>();
    const lab = readLab(root, command.args[0] ?? "");
    const demonstrations = demonstrationsOfLab(lab);
    const submission = findSubmission(root, lab, submissionChoiceOf(options, cwd));
    const paint = new Chalk({ level: color ? 1 : 0 });
    let failed = 0;
    try {
      const given = { folder: lab.folder, files: lab.manifest.given, fixed: lab.manifest.fixed };
      const code = new CodeBase({ folder: submission.folder, given });
      for (const demonstration of demonstrations) {
        print(`${paint.bold(`=== ${demonstration.title} ===`)}\n`);
        const problem = await showDemonstration(demonstration, {
          code,
          seed: options.seed,
          print: (line) => {
            print(`${quotedDemoStep(line)}\n`);
          },
        });
        if (problem !== undefined) {
          failed += 1;
          print(renderDemoProblem(cleanTexts(structuredClone(problem)), { color }));
        }
        print("\n");
      }
    } finally {
      submission.dispose();
    }
    print(
      failed === 0
        ? `${paint.green("✓")} all ${String(demonstrations.length)} demonstrations finished\n`
        : `${paint.red("✗")} ${String(failed)} of ${String(demonstrations.length)} demonstrations failed\n`,
    );
    return failed === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

/** A line of a demonstration: answers of student code are in it. What came of a step is set in. */
function quotedDemoStep(line: string): string {
  const [, blanks = "", text = ""] = /^( *)([^]*)$/.exec(cleanText(line)) ?? [];
  return blanks === "" ? quotedBehind(text, 3) : quotedAlone(text, blanks.length);
}

/** Loads `demo.ts` of the kit's lab, never a submission's. Throws ToolError when there is none. */
function demonstrationsOfLab(lab: Lab): readonly Demonstration[] {
  const file = labFile(lab, "demo.ts");
  if (file === undefined)
    throw new ToolError(`expected demonstrations in ${lab.name}/tests/demo.ts, got no such file`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  return (require(file) as { demonstrations: readonly Demonstration[] }).demonstrations;
}
