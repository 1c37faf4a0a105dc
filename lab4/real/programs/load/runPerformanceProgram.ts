import { resolve } from "node:path";
import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { compareHttpNodesWhenQuiet } from "../consistency/compareHttpNodes";
import { CONSISTENCY_SETTLE_MS } from "../consistency/runConsistencyProgram";
import { summariseClusterLatencies, clusterProgressBar, type ClusterLatencies } from "labcluster/programs";
import { onHttpKvSystem, withHttpKvSystemOptions, type HttpKvSystemOptions } from "../system/onHttpKvSystem";
import { renderHttpNodeComparison } from "../consistency/renderHttpNodeComparison";
import { runHttpWriteLoad, type HttpWriteLoadResult } from "./runHttpWriteLoad";

interface PerformanceOptions extends HttpKvSystemOptions {
  readonly writes: number;
  readonly keys: number;
  readonly clients: number;
  readonly warmUp: number;
  readonly json?: string;
}

/** What `--json` writes. */
export interface PerformanceReport {
  readonly writes: number;
  readonly failed: number;
  /** Successful writes per second. */
  readonly throughput: number;
  readonly latencyMs: ClusterLatencies;
  readonly keysThatDiffer: number;
}

/** `npm run lab4:performance`: many writes at a time, then the consistency check. Exit code 1 when either fails. */
export function runPerformanceProgram(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, terminal, cwd } = context;
  const command = withHttpKvSystemOptions(
    new Command("npm run lab4:performance")
      .usage("[-- OPTIONS]")
      .description("Writes random values to random keys, many at a time, and then compares all nodes."),
  )
    .option("--writes <number>", "how many writes", wholeNumberOption(1), 10_000)
    .option("--keys <number>", "to how many keys", wholeNumberOption(1), 100)
    .option("--clients <number>", "how many writes at a time", wholeNumberOption(1, 1_000), 20)
    .option("--warm-up <number>", "writes before those that are measured", wholeNumberOption(0), 0)
    .option("--json <file>", "also write the figures to a file");
  return executeCommand(command, args, context, async () => {
    const options = command.opts<PerformanceOptions>();
    const { writes, keys, clients, warmUp, json } = options;
    return onHttpKvSystem(options, context, async (system) => {
      await runHttpWriteLoad(system.leader, { writes: warmUp, keys, concurrency: clients });
      const bar = clusterProgressBar(terminal, writes, "writes");
      const load = { writes, keys, concurrency: clients, onWrite: bar.step };
      const result = await runHttpWriteLoad(system.leader, load).finally(bar.stop);
      print(renderPerformance(writes, result));
      const found = await compareHttpNodesWhenQuiet(system, CONSISTENCY_SETTLE_MS);
      print(`\n${renderHttpNodeComparison(found, system, context)}`);
      const report: PerformanceReport = {
        writes,
        failed: writes - result.latenciesMs.length,
        throughput: result.latenciesMs.length / (result.elapsedMs / 1000),
        latencyMs: summariseClusterLatencies(result.latenciesMs),
        keysThatDiffer: new Set(found.differences.map(({ key }) => key)).size,
      };
      if (json !== undefined) writeResultFile(resolve(cwd, json), `${JSON.stringify(report, null, 2)}\n`);
      return report.failed === 0 && report.keysThatDiffer === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    });
  });
}

/** A line for each figure. */
function renderPerformance(
  writes: number,
  { latenciesMs, failures, elapsedMs }: HttpWriteLoadResult,
): string {
  const { mean, median, p95, p99 } = summariseClusterLatencies(latenciesMs);
  const ms = (value: number): string => (Number.isNaN(value) ? "none" : `${value.toFixed(1)}ms`);
  return [
    `Total writes: ${String(writes)}`,
    `Successful: ${String(latenciesMs.length)}`,
    `Failed: ${String(writes - latenciesMs.length)}`,
    ...[...failures].map(([problem, count]) => `  ${String(count)} × ${problem}`),
    `Throughput: ${(latenciesMs.length / (elapsedMs / 1000)).toFixed(0)} writes/sec`,
    `Average latency: ${ms(mean)}`,
    `Median latency: ${ms(median)}`,
    `P95 latency: ${ms(p95)}`,
    `P99 latency: ${ms(p99)}`,
    "",
  ].join("\n");
}
