import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CheckOptions } from "../linearizable/checkLinearizable";
import { HistoryFileError } from "../files/HistoryFileError";
import { HISTORY_FORMATS, type CheckedHistory, type HistoryFormat } from "./HISTORY_FORMATS";

const EXIT = { linearizable: 0, illegal: 1, failed: 2 } as const;
const EXAMPLE = "npm run check-history -- --model kv history.txt";

/** Where a command reads and writes; tests give their own. */
export interface CheckHistoryTerminal {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Environment variables: npm tells there which options it took for itself. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What `--json` prints for each file. */
interface FileReport extends Omit<CheckedHistory, "kind"> {
  readonly file: string;
  readonly kind: CheckedHistory["kind"] | "unreadable";
  /** Real ms of reading and checking. */
  readonly ms: number;
}

/** Runs `npm run check-history` in this process and sets its exit code. */
export function runCheckHistory(): void {
  process.exitCode = checkHistoryCommand(process.argv.slice(2), {
    print: (text) => process.stdout.write(text),
    printError: (text) => process.stderr.write(text),
    env: process.env,
  });
}

/**
 * Checks files that hold recorded histories. Returns the exit code: 0 all are linearizable, 1 one is not, 2 one could
 * not be read or decided, or the command was called wrongly.
 */
export function checkHistoryCommand(
  args: readonly string[],
  { print, printError, env }: CheckHistoryTerminal,
): number {
  let [out, problem] = ["", ""];
  const command = checkHistoryCommandLine().configureOutput({
    writeOut: (text) => (out += text),
    writeErr: (text) => (problem += text),
  });
  const forgotten = command.options.find(
    // json is npm's own as well, so it says nothing.
    (option) => option.name() !== "json" && env[`npm_config_${option.attributeName()}`] !== undefined,
  );
  if (forgotten !== undefined) {
    printError(
      `expected ${String(forgotten.long)} after --, got it before: npm took it for itself. Try: ${EXAMPLE}\n`,
    );
    return EXIT.failed;
  }
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) {
      print(out);
      return EXIT.linearizable;
    }
    printError(`${historyProblemInOurVoice(problem)}\nTo see all options: ${command.name()} -- --help\n`);
    return EXIT.failed;
  }
  const { model, json, timeout, memory, steps, partition } = command.opts<CheckHistoryOptions>();
  const options: CheckOptions = {
    partition,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(memory === undefined ? {} : { memoryBytes: memory * 2 ** 20 }),
    ...(steps === undefined ? {} : { steps }),
  };
  const reports = command.args.map((file) => {
    const report = reportOfHistoryFile(file, HISTORY_FORMATS[model] as HistoryFormat, options);
    if (!json) print(`${lineOfHistoryFile(report)}\n`);
    return report;
  });
  if (json) print(`${JSON.stringify(reports, null, 2)}\n`);
  if (reports.some(({ kind }) => kind === "unreadable" || kind === "unknown")) return EXIT.failed;
  return reports.some(({ kind }) => kind === "illegal") ? EXIT.illegal : EXIT.linearizable;
}

interface CheckHistoryOptions {
  readonly model: string;
  readonly json: boolean;
  readonly timeout?: number;
  readonly memory?: number;
  readonly steps?: number;
  readonly partition: boolean;
}

function checkHistoryCommandLine(): Command {
  return new Command("npm run check-history")
    .description(
      "Says whether recorded histories are linearizable.\n" +
        "Exit code: 0 all are, 1 one is not, 2 one could not be read or decided.",
    )
    .argument("<files...>", "logs, one event per line")
    .addOption(
      new Option(
        "--model <model>",
        "kv: porcupine's logs of get, put and append; cas-register: Jepsen's of a register",
      )
        .choices(Object.keys(HISTORY_FORMATS))
        .makeOptionMandatory(),
    )
    .option("--json", "print a list of { file, kind, operations, ms, why }", false)
    .option(
      "--timeout <ms>",
      "time limit for each file, after which the verdict is unknown (default: none)",
      budgetAmount,
    )
    .option("--memory <MiB>", "memory for the search of each file (default: 64)", budgetAmount)
    .option("--steps <number>", "steps of the model for each file (default: 2000000)", budgetAmount)
    .option("--no-partition", "search all keys at once; only to see what it takes")
    .exitOverride();
}

/** What commander wrote of a command line; of a bad option, in the words of our other messages. */
function historyProblemInOurVoice(written: string): string {
  return written
    .trim()
    .replace(/^error: /, "")
    .replace(/^option '(--[\w-]+)[^']*' argument '[^]*' is invalid\. E([^]*)\.$/, "$1: e$2");
}

function budgetAmount(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError(`Expected a number above 0, got ${JSON.stringify(text)}.`);
}

function reportOfHistoryFile(file: string, format: HistoryFormat, options: CheckOptions): FileReport {
  const started = performance.now();
  const ms = (): number => Math.round((performance.now() - started) * 10) / 10;
  try {
    const checked = format(file, readFileSync(file, "utf8"), options);
    return { file, ...checked, ms: ms() };
  } catch (error) {
    const known = error instanceof HistoryFileError || (error instanceof Error && "code" in error);
    if (!known) throw error;
    const why =
      error instanceof HistoryFileError ? error.message : `expected a file to read; got: ${error.message}`;
    return { file, kind: "unreadable", operations: 0, ms: ms(), why: [why] };
  }
}

function lineOfHistoryFile({ file, kind, operations, ms, why }: FileReport): string {
  const numbers = kind === "unreadable" ? "" : `, ${String(operations)} operations, ${String(ms)} ms`;
  return [`${file}: ${kind}${numbers}`, ...why.map((text) => `  ${text}`)].join("\n");
}
