import { join, relative } from "node:path";
import Table from "cli-table3";
import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { withSandboxOption, type SandboxOption } from "labcluster";
import { withSubmissionOptions, type SubmissionOptions } from "toolkit/cli/parseCommand";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { readHttpNodeEnvironment, type HttpNodeEnvironment } from "../../HttpNodeEnvironment";
import { OWN_HTTP_FOLLOWERS } from "../system/startOwnHttpCluster";
import { measureQuorums, type QuorumMeasurement } from "./measureQuorums";
import { clusterProgressBar } from "labcluster/programs";
import { quorumPlot } from "./quorumPlot";

interface QuorumOptions extends SubmissionOptions, SandboxOption {
  readonly writes: number;
  readonly clients: number;
  readonly warmUp: number;
}

const QUORUMS = [1, 2, 3, 4, 5];

/**
 * `npm run lab4:quorum`: what a larger quorum costs. The quorum is set when a leader starts, so this program starts
 * its own nodes, for each quorum anew. Exit code 1 when a write failed.
 */
export function runQuorumProgram(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, terminal, root, cwd } = context;
  const command = withSubmissionOptions(
    new Command("npm run lab4:quorum")
      .usage("[-- OPTIONS]")
      .description(
        "Measures writes at each quorum from 1 to 5 on nodes of its own, and plots their latency.",
      ),
    "start nodes with",
  )
    .option("--writes <number>", "writes at each quorum", wholeNumberOption(1), 1_000)
    .option(
      "--clients <number>",
      "how many writes at a time; with 1, a latency is that of one write alone",
      wholeNumberOption(1, 1_000),
      1,
    )
    .option(
      "--warm-up <number>",
      "writes at each quorum before those that are measured",
      wholeNumberOption(0),
      500,
    );
  withSandboxOption(command);
  return executeCommand(command, args, context, async () => {
    const options = command.opts<QuorumOptions>();
    const bar = clusterProgressBar(terminal, QUORUMS.length * options.writes, "writes");
    const load = { ...options, onWrite: bar.step };
    const measured = await measureQuorums(QUORUMS, load, options, context).finally(bar.stop);
    print(`${quorumTable(measured)}\n`);
    const files = await quorumPlot(join(root, "reports", "lab4"), measured, {
      ...options,
      followers: OWN_HTTP_FOLLOWERS,
      delayMs: delaysOfOwnNodes(),
    });
    print(`${files.map((file) => relative(cwd, file)).join("\n")}\n`);
    return measured.every(({ failed }) => failed === 0) ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

/** The nodes of this program have its environment; they have started, so it was right. */
function delaysOfOwnNodes(): HttpNodeEnvironment["delayMs"] {
  const { MIN_DELAY, MAX_DELAY } = process.env;
  const read = readHttpNodeEnvironment({ NODE_TYPE: "follower", MIN_DELAY, MAX_DELAY });
  if (read.kind === "wrong") throw new ToolError(read.problems.join("\n"));
  return read.environment.delayMs;
}

function quorumTable(measured: readonly QuorumMeasurement[]): string {
  const head = ["quorum", "mean ms", "median ms", "P95 ms", "P99 ms", "writes/s", "failed"];
  const table = new Table({ head, colAligns: head.map(() => "right"), style: { head: [], border: [] } });
  for (const { quorum, latencyMs, throughput, failed } of measured) {
    const { mean, median, p95, p99 } = latencyMs;
    const figures = [mean, median, p95, p99].map((ms) => (Number.isNaN(ms) ? "none" : ms.toFixed(2)));
    table.push([String(quorum), ...figures, throughput.toFixed(0), String(failed)]);
  }
  return table.toString();
}
