import type { SubmissionOptions } from "toolkit/cli/parseCommand";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { closeSystem, kvSystem } from "./KvSystem";
import { latencies, type Latencies } from "labcluster/programs";
import { startOwn } from "./startOwn";
import { writeLoad } from "./writeLoad";

/** What a quorum costs. */
export interface QuorumMeasurement {
  readonly quorum: number;
  readonly latencyMs: Latencies;
  /** Successful writes per second. */
  readonly throughput: number;
  readonly failed: number;
}

export interface QuorumLoad {
  /** For each quorum. */
  readonly writes: number;
  /** How many writes at a time. */
  readonly clients: number;
  /** Before those that are measured, so that no quorum pays for a compiler that is cold. */
  readonly warmUp: number;
  readonly onWrite: () => void;
}

const KEYS = 100;

/** Starts a system for each quorum, one after the other, and writes to it. Throws ToolError. */
export async function measureQuorums(
  quorums: readonly number[],
  { writes, clients, warmUp, onWrite }: QuorumLoad,
  options: SubmissionOptions,
  context: CommandContext,
): Promise<QuorumMeasurement[]> {
  const measured: QuorumMeasurement[] = [];
  for (const quorum of quorums) {
    await using own = await startOwn(options, context, quorum);
    const system = kvSystem(own.leader, own.followers);
    try {
      await writeLoad(system.leader, { writes: warmUp, keys: KEYS, concurrency: clients });
      const load = { writes, keys: KEYS, concurrency: clients, onWrite };
      const { latenciesMs, elapsedMs } = await writeLoad(system.leader, load);
      measured.push({
        quorum,
        latencyMs: latencies(latenciesMs),
        throughput: latenciesMs.length / (elapsedMs / 1000),
        failed: writes - latenciesMs.length,
      });
    } finally {
      await closeSystem(system);
    }
  }
  return measured;
}
