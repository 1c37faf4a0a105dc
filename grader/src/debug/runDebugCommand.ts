import { Command, Option } from "commander";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { executeCommand } from "toolkit/cli/executeCommand";
import { nearestName } from "toolkit/cli/nearestName";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { labFile } from "toolkit/labs/labFile";
import { readLab, type Lab } from "toolkit/labs/readLab";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import type { DebuggedLab } from "labrpc/testing";
import type { DebugChoice } from "labrpc/records";
import { ISOLATION_CHOICES, type IsolationChoice } from "../grade/gradingIsolation";
import { selectTests } from "../labs/selectTests";
import { readReplay } from "../artifacts/readReplay";
import { runDebugger } from "./runDebugger";
import { readDebugFile } from "./session/readDebugFile";
import type { DebugWhat } from "./worker/debugProtocol";

interface DebugOptions extends SubmissionOptions {
  readonly test?: string;
  readonly setup?: string;
  readonly seed: number;
  readonly port: number;
  readonly open: boolean;
  readonly isolation: IsolationChoice;
}

/** What is to be debugged, and what was chosen already. */
interface Asked {
  readonly lab: Lab;
  readonly what: DebugWhat;
  readonly choices: readonly DebugChoice[];
}

/**
 * The `debug` command: serves a page on which somebody is the network of a run. Goes on until Ctrl-C; exit code 0 then, 2
 * when the tool could not work.
 */
export async function runDebugCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd } = context;
  const command = withSubmissionOptions(
    new Command("npm run debug")
      .usage("LAB [-- OPTIONS], or -- replay REPLAY [OPTIONS]")
      .description("Be the network: choose which message arrives next, and see what servers hold.")
      .argument("[lab]", "the lab, such as lab1; or the word replay")
      .argument("[replay]", "after replay: a file such as reports/lab1/TestBasic.replay.json, or a code"),
    "debug",
  )
    .option("--test <name>", "debug a run of this test, in place of a stage of your own")
    .option("--setup <name>", "what to begin with; a wrong name shows all")
    .option("--seed <number>", "the seed of the run", wholeNumberOption(0, Number.MAX_SAFE_INTEGER), 1)
    .addOption(
      new Option(
        "--isolation <walls>",
        "where the code runs: in a process of its own, in bubblewrap where that works",
      )
        .choices(ISOLATION_CHOICES.filter((one) => one !== "auto"))
        .default("process"),
    )
    .option("--port <port>", "the port of the page; 0 for any free one", wholeNumberOption(0, 65_535), 0)
    .option("--no-open", "print the address and open no browser");
  return executeCommand(command, args, context, () => {
    const options = command.opts<DebugOptions>();
    const [first = "", second = ""] = command.args;
    if (first !== "replay" && second !== "")
      throw new ToolError(
        `expected one lab, got ${first} and ${second}; for a replay: npm run debug -- replay ${second}`,
      );
    const asked =
      first === "replay" ? askedByReplay(root, cwd, second) : askedByOptions(root, first, options);
    const choice = submissionChoiceOf(options, cwd);
    const { open: opens, port, isolation } = options;
    return runDebugger({ ...asked, choice, opens, port, isolation }, context);
  });
}

function askedByOptions(root: string, name: string, { test, setup, seed }: DebugOptions): Asked {
  const lab = readLab(root, name);
  if (test !== undefined) {
    if (setup !== undefined)
      throw new ToolError("--setup: a test has a setup of its own; leave one of the options out");
    selectTests(lab, { tests: [test] });
    return { lab, what: { kind: "test", test, seed }, choices: [] };
  }
  const names = Object.keys(debuggedLabOf(lab).setups);
  const chosen = setup ?? names[0] ?? "";
  if (!names.includes(chosen))
    throw new ToolError(
      `--setup: expected one of ${names.join(", ")}, got ${JSON.stringify(chosen)}${nearestName(chosen, names)}`,
    );
  return { lab, what: { kind: "stage", setup: chosen, seed }, choices: [] };
}

function askedByReplay(root: string, cwd: string, given: string): Asked {
  const written = readDebugFile(given, cwd);
  if (written !== undefined) {
    const { what, choices } = written;
    return { lab: readLab(root, written.lab), what, choices };
  }
  const { lab, test, seed, plan, strategy } = readReplay(given, cwd);
  if (strategy !== undefined)
    throw new ToolError(
      `expected a replay in which time decides the order, got one of the strategy ${strategy.kind}; npm run replay -- ${given} shows it`,
    );
  return { lab: readLab(root, lab), what: { kind: "test", test, seed, plan }, choices: [] };
}

/** Throws ToolError when the lab has none. */
export function debuggedLabOf(lab: Lab): DebuggedLab {
  const file = labFile(lab, "debug.ts");
  if (file === undefined)
    throw new ToolError(
      `expected a lab with a stage, got ${lab.name}, which has no ${lab.name}/tests/debug.ts; --test debugs a test`,
    );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which lab it is, the command line says
  return (require(file) as { debug: DebuggedLab }).debug;
}
