import { join, relative, resolve } from "node:path";
import { Chalk } from "chalk";
import Table from "cli-table3";
import { Command } from "commander";
import { openSandbox, withSandboxOption, type SandboxOption } from "labcluster";
import { clusterProgressBar } from "labcluster/programs";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { COMPARED_LEVELS, compareLevels, type LevelResult } from "./measure/compareLevels";
import type * as Plot from "./measure/levelComparisonPlot";
import { readStoreConfiguration, type StoreConfiguration } from "./processes/configuration";
import { LAB3_TIMEOUT_MS } from "./lab3Command";
import { levelComparisonLoadOf } from "./measure/levelComparisonLoadOf";

interface CompareLevelsOptions extends SubmissionOptions, SandboxOption {
  readonly calls: number;
  readonly warmUp: number;
  readonly timeout: number;
  readonly json?: string;
}

/**
 * `npm run lab3:compare`: the same requests under every level. Exit code 1 when a client was not answered, or a level
 * did not keep its promise.
 */
export function compareLevelsCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, printError, terminal, color } = context;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const command = withSubmissionOptions(
    new Command("npm run lab3:compare")
      .usage("[CONFIG.json] [-- OPTIONS]")
      .description(
        `Runs the same requests under each level (${COMPARED_LEVELS.join(", ")}) and compares what they cost. Plots go to reports/lab3.`,
      )
      .argument("[config]", "whose requests to take (default: three clients that set and get in turn)"),
    "run",
  )
    .option(
      "--calls <number>",
      "calls of each client, without a configuration",
      wholeNumberOption(1, 100_000),
      300,
    )
    .option(
      "--warm-up <number>",
      "calls of each client before those, without a configuration",
      wholeNumberOption(0, 100_000),
      500,
    )
    .option(
      "--timeout <ms>",
      "how long a call waits for an answer",
      wholeNumberOption(1, 600_000),
      LAB3_TIMEOUT_MS,
    )
    .option("--json <file>", "also writes the figures to a file");
  withSandboxOption(command);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<CompareLevelsOptions>();
    const [file] = command.args;
    const warmUp = file === undefined ? options.warmUp : 0;
    const requests =
      file === undefined
        ? levelComparisonLoadOf({ servers: 3, clients: 3, calls: warmUp + options.calls })
        : readStoreConfiguration(resolve(cwd, file));
    const all = requests.clients.reduce((sum, client) => sum + client.requests.length, 0);
    const bar = clusterProgressBar(terminal, all * COMPARED_LEVELS.length, "requests");
    const submission = findSubmission(root, readLab(root, "lab3"), submissionChoiceOf(options, cwd));
    try {
      await using sandbox = await openSandbox(options);
      const results = await compareLevels(requests, {
        sandbox,
        code: submission.folder,
        timeoutMs: options.timeout,
        warmUp,
        inParts: file === undefined,
        onLine: (node, line) => printError(`${paint.dim(node.padEnd(10))} ${line}\n`),
        onEnd: (node) => printError(`${paint.red("✗")} ${node} has ended\n`),
        onDone: bar.step,
      }).finally(bar.stop);
      print(levelComparisonText(results, color));
      if (options.json !== undefined)
        writeResultFile(resolve(cwd, options.json), `${JSON.stringify(results, null, 2)}\n`);
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- takes long to load, so only now
      const { levelComparisonPlot } = require("./measure/levelComparisonPlot") as typeof Plot;
      const files = await levelComparisonPlot(join(root, "reports", "lab3"), results, {
        servers: requests.servers.length,
        clients: requests.clients.length,
        gets: requestsOfKind(requests.clients, "get", warmUp),
        sets: requestsOfKind(requests.clients, "set", warmUp),
      });
      print(`${files.map((path) => relative(cwd, path)).join("\n")}\n`);
      return results.every(isGoodLevel) ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

/** @param warmUp so many of each client's do not count */
function requestsOfKind(clients: StoreConfiguration["clients"], kind: "get" | "set", warmUp: number): number {
  return clients.flatMap(({ requests }) => requests.slice(warmUp)).filter((request) => request.kind === kind)
    .length;
}

function isGoodLevel({ judgement, problems }: LevelResult): boolean {
  return judgement.kind === "kept" && problems.length === 0;
}

function levelComparisonText(results: readonly LevelResult[], color: boolean): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const head = [
    "level",
    "calls",
    "mean ms",
    "median ms",
    "get ms",
    "set ms",
    "P95 ms",
    "ping-pong ms",
    "times",
    "messages per call",
    "promise",
  ];
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 || i === head.length - 1 ? "left" : "right")),
    style: { head: [], border: [] },
  });
  for (const result of results) {
    const { level, cost, pingPong, judgement } = result;
    const { mean, median, p95 } = cost.all;
    const pong = pingPong.all.median;
    const ms = [mean, median, cost.gets.mean, cost.sets.mean, p95, pong, median / pong].map((figure) =>
      Number.isNaN(figure) ? "–" : figure.toFixed(2),
    );
    const promise = { kept: paint.green("✓ kept"), broken: paint.red("✗ broken"), unknown: "? not decided" };
    table.push([
      level,
      String(cost.calls),
      ...ms,
      cost.messagesPerCall?.toFixed(2) ?? "–",
      promise[judgement.kind],
    ]);
  }
  const notes = results.flatMap(({ level, judgement, problems }) => [
    ...(judgement.kind === "kept" ? [] : [`${level}: ${judgement.why}`]),
    ...problems.map((problem) => `${level}: ${problem}`),
  ]);
  return `${[table.toString(), ...notes].join("\n")}\n`;
}
