import { Command, Option } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { troubleText } from "../protocol/trouble";
import { ToolError } from "toolkit/cli/ToolError";
import { findSubmission } from "toolkit/submission/findSubmission";
import { SubmissionSource } from "../report/source/SubmissionSource";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type * as DebugModule from "./debug/debugReplay";
import { waitForDebugger } from "./debug/waitForDebugger";
import { readDebugFile } from "../debug/session/readDebugFile";
import { replayDebugged } from "../debug/replayDebugged";
import { divergence } from "./divergence";
import { readReplay } from "../artifacts/readReplay";
import { replayInWorker } from "./replayInWorker";
import { renderReplay } from "./renderReplay";
import { subjectOfReplay } from "./subjectOfReplay";

interface ReplayOptions {
  readonly inspect?: boolean;
  readonly inspectPort: number;
}

/**
 * The `replay` command: runs a test once more with the few faults and operations that make it fail, and says
 * whether it goes the same way. Exit code 0 when the test passes now, 1 when it fails, 2 when the tool could not
 * work.
 */
export async function runReplayCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, color } = context;
  const command = withSubmissionOptions(
    new Command("npm run replay")
      .usage("-- REPLAY [OPTIONS]")
      .description(
        "Replays the minimal counterexample of a failure, and says where the run takes a different course.",
      )
      .argument("<replay>", "a file such as reports/lab1/TestBasic.replay.json, or a code from a report")
      .option(
        "--inspect",
        "run it once, in this process, and wait for a debugger first: it halts at breakpoints and `debugger`",
      )
      .addOption(
        new Option("--inspect-port <port>", "where the debugger finds it; 0 for any free port")
          .argParser(wholeNumberOption(0, 65_535))
          .default(9229),
      ),
    "run",
  );
  return executeCommand(command, args, context, async () => {
    const given = command.args[0] ?? "";
    const { inspect = false, inspectPort } = command.opts<ReplayOptions>();
    const directed = readDebugFile(given, cwd);
    if (directed !== undefined) {
      if (inspect)
        throw new ToolError(
          "--inspect: expected a replay of a test, got a debugged run; npm run debug shows it",
        );
      const choice = submissionChoiceOf(command.opts<SubmissionOptions>(), cwd);
      return replayDebugged(directed, readLab(root, directed.lab), choice, context);
    }
    const written = readReplay(given, cwd);
    const lab = readLab(root, written.lab);
    const { test, request } = subjectOfReplay(lab, written);
    const submission = findSubmission(root, lab, submissionChoiceOf(command.opts<SubmissionOptions>(), cwd));
    try {
      const attach = (): void => {
        waitForDebugger(inspectPort, context.printError);
      };
      const run = inspect
        ? await loadDebugReplay()({ lab, submission, request, attach })
        : await replayInWorker(lab, submission, request);
      if (run.ending.kind === "trouble") throw new ToolError(troubleText(run.ending));
      const events = run.replayed?.events;
      print(
        renderReplay({
          written,
          test,
          run,
          flags: submission.flags,
          divergence: events === undefined ? "unknown" : divergence(written, events),
          color,
          source: new SubmissionSource(submission, cwd),
        }),
      );
      return run.ending.kind === "passed" ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

/** Mocha and the simulation are loaded for who debugs only. */
function loadDebugReplay(): typeof DebugModule.debugReplay {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is loaded when it is asked for
  return (require("./debug/debugReplay") as typeof DebugModule).debugReplay;
}
