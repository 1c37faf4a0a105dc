import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import Table from "cli-table3";
import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { openSandbox, withSandboxOption, type SandboxOption } from "labcluster";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { measureThroughput, type ThroughputResult } from "./measureThroughput";
import { throughputPlot } from "./throughputPlot";

interface ThroughputOptions extends SubmissionOptions, SandboxOption {
  readonly servers: number;
  readonly clients: number;
  readonly processes: number;
  readonly ms: number;
  readonly warmUp: number;
}

/**
 * `npm run lab5:throughput`: requests per second of one server, of two, and so on, as a table and a plot. Exit code 2
 * when servers or clients do not start, or a request fails.
 */
export function miniRedisThroughputCommand(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { root, cwd, print, printError } = context;
  const command = withSubmissionOptions(
    new Command("npm run lab5:throughput")
      .usage("[-- OPTIONS]")
      .description(
        "Measures requests per second by the number of servers, on servers of its own. The plot goes to reports/lab5.",
      ),
    "run",
  )
    .option("--servers <number>", "measures 1 server up to so many", wholeNumberOption(1, 16), 3)
    .option("--clients <number>", "clients, each with one request under way", wholeNumberOption(1, 1_000), 20)
    .option("--processes <number>", "processes that the clients run in", wholeNumberOption(1, 64), 4)
    .option("--ms <ms>", "how long is counted", wholeNumberOption(1, 60_000), 2_000)
    .option("--warm-up <ms>", "how long is not, before that", wholeNumberOption(0, 60_000), 1_000);
  withSandboxOption(command);
  return executeCommand(command, args, context, async () => {
    const {
      servers,
      clients,
      processes,
      ms,
      warmUp,
      sandbox: isWalled,
      ...choice
    } = command.opts<ThroughputOptions>();
    if (processes > clients)
      throw new ToolError(
        `expected at least as many clients as processes, got ${String(clients)} clients in ${String(processes)}; choose others with --clients and --processes`,
      );
    const submission = findSubmission(root, readLab(root, "lab5"), submissionChoiceOf(choice, cwd));
    try {
      await using sandbox = await openSandbox({ sandbox: isWalled });
      const results: ThroughputResult[] = [];
      for (let count = 1; count <= servers; count++)
        results.push(
          await measureThroughput(count, {
            code: submission.folder,
            clients,
            processes,
            ms,
            warmUpMs: warmUp,
            sandbox,
            onLine: (node, line) => printError(`${node}  ${line}\n`),
          }),
        );
      const cores = availableParallelism();
      print(`${throughputTable(results)}\n`);
      // Who has few cores should not take the machine's limit for the store's.
      print(
        `servers and clients: up to ${String(servers + processes)} processes on ${String(cores)} cores${servers + processes > cores ? "; with more cores than processes, more servers answer more" : ""}\n`,
      );
      const files = await throughputPlot(join(root, "reports", "lab5"), results, {
        clients,
        processes,
        cores,
      });
      print(`${files.map((file) => relative(cwd, file)).join("\n")}\n`);
      return EXIT.fullMarks;
    } finally {
      submission.dispose();
    }
  });
}

function throughputTable(results: readonly ThroughputResult[]): string {
  const head = ["servers", "requests/s", "of one server"];
  const table = new Table({ head, colAligns: head.map(() => "right"), style: { head: [], border: [] } });
  const one = results[0]?.perSecond ?? Number.NaN;
  for (const { servers, perSecond } of results)
    table.push([String(servers), perSecond.toFixed(0), `${(perSecond / one).toFixed(2)} ×`]);
  return table.toString();
}
