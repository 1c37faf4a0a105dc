import { basename, resolve } from "node:path";
import { Chalk } from "chalk";
import { Command, InvalidArgumentError } from "commander";
import { describeNodeEnding, openSandbox, withSandboxOption, type SandboxOption } from "labcluster";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { readLab } from "toolkit/labs/readLab";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import { findSubmission } from "toolkit/submission/findSubmission";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type { Level } from "../types";
import { consistencyLevelName, readStoreConfiguration } from "./processes/configuration";
import { STORE_REQUESTS_HEAD, describeStoreRequest } from "./measure/describeStoreRequest";
import { StoreLinesInOrder } from "./measure/StoreLinesInOrder";
import type { StoreJudgement } from "./measure/judgeStoreRun";
import { judgeWholeStoreRun } from "./measure/judgeWholeStoreRun";
import { measureStoreRun } from "./measure/measureStoreRun";
import { problemsOfStoreRun, renderStoreRun } from "./measure/renderStoreRun";
import { runStore } from "./processes/runStore";
import { storeProcessClock } from "./processes/storeProcessClock";

interface Lab3Options extends SubmissionOptions, SandboxOption {
  readonly level?: Level;
  readonly timeout: number;
  readonly json?: string;
}

/** How long a call waits for an answer, ms. */
export const LAB3_TIMEOUT_MS = 5_000;

/**
 * `npm run lab3`: runs a configuration as a real system. Exit code 0 when every client was answered and the level kept
 * its promise, 1 when not, 2 when the system could not be started.
 */
export function lab3Command(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, cwd, print, printError, color } = context;
  const paint = new Chalk({ level: color ? 1 : 0 });
  const command = withSubmissionOptions(
    new Command("npm run lab3")
      .usage("CONFIG.json [-- OPTIONS]")
      .description(
        "Runs lab 3 as a real system: servers and clients as processes, with ZeroMQ between them. Prints who did what, what it cost, and whether the level kept its promise.",
      )
      .argument("<config>", "a configuration file, such as lab3/configs/t2.json"),
    "run",
  )
    .option(
      "--level <level>",
      "another level than the configuration's: linearizable, sequential, …",
      readLevelOption,
    )
    .option(
      "--timeout <ms>",
      "how long a call waits for an answer",
      wholeNumberOption(1, 600_000),
      LAB3_TIMEOUT_MS,
    )
    .option("--json <file>", "also writes what happened to a file");
  withSandboxOption(command);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<Lab3Options>();
    const file = command.args[0] ?? "";
    const read = readStoreConfiguration(resolve(cwd, file));
    const configuration = { ...read, level: options.level ?? read.level };
    const submission = findSubmission(root, readLab(root, "lab3"), submissionChoiceOf(options, cwd));
    const lines = new StoreLinesInOrder(print);
    try {
      await using sandbox = await openSandbox(options);
      const run = await runStore(configuration, {
        sandbox,
        code: submission.folder,
        timeoutMs: options.timeout,
        onLine: (node, line) => printError(`${paint.dim(node.padEnd(10))} ${line}\n`),
        onEnd: (node, ending) =>
          lines.add(`${paint.red("✗")} ${node} has ended: ${describeNodeEnding(ending)}`),
        onBegin: (servers, clients, beganNs) => {
          print(`${basename(file)}: ${configuration.level}\n`);
          for (const { name, pid, requests, broadcasts } of servers)
            print(
              `${name.padEnd(10)} process ${String(pid)}, requests at port ${String(requests)}, broadcasts at ${String(broadcasts)}\n`,
            );
          for (const [name, pid] of clients) print(`${name.padEnd(10)} process ${String(pid)}\n`);
          print(`\n${STORE_REQUESTS_HEAD}\n`);
          lines.start(storeProcessClock(beganNs));
        },
        onDone: (client, server, request, done) =>
          lines.add(describeStoreRequest(client, server, request, done), done.outcome.returned),
      });
      lines.stop();
      const judgement = judgeWholeStoreRun(configuration.level, run);
      const cost = measureStoreRun(run);
      print(`\n${renderStoreRun(run, cost, judgement, color)}`);
      const problems = problemsOfStoreRun(run);
      if (options.json !== undefined)
        writeResultFile(
          resolve(cwd, options.json),
          lab3JsonReport({ level: configuration.level, cost, judgement, problems, clients: run.clients }),
        );
      return exitCodeOfStoreJudgement(judgement, problems);
    } finally {
      lines.stop();
      submission.dispose();
    }
  });
}

function exitCodeOfStoreJudgement(judgement: StoreJudgement, problems: readonly string[]): number {
  return judgement.kind === "kept" && problems.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
}

function lab3JsonReport(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function readLevelOption(text: string): Level {
  const read = consistencyLevelName.safeParse(text);
  if (read.success) return read.data;
  throw new InvalidArgumentError(
    `expected linearizable, sequential, eventual or causal, got ${JSON.stringify(text)}`,
  );
}
