import type { SandboxOption } from "labcluster";
import type { SubmissionOptions } from "toolkit/cli/parseCommand";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { closeHttpKvSystem, httpKvSystem } from "../system/HttpKvSystem";
import { summariseClusterLatencies, type ClusterLatencies } from "labcluster/programs";
import { startOwnHttpCluster } from "../system/startOwnHttpCluster";
import { runHttpWriteLoad } from "./runHttpWriteLoad";

/** What a quorum costs. */
export interface QuorumMeasurement {
  readonly quorum: number;
  readonly latencyMs: ClusterLatencies;
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
  options: SubmissionOptions & SandboxOption,
  context: CommandContext,
): Promise<QuorumMeasurement[]> {
  const measured: QuorumMeasurement[] = [];
  for (const quorum of quorums) {
    await using own = await startOwnHttpCluster(options, context, quorum);
    const system = httpKvSystem(own.leader, own.followers, { origin: "started" });
    try {
      await runHttpWriteLoad(system.leader, { writes: warmUp, keys: KEYS, concurrency: clients });
      const load = { writes, keys: KEYS, concurrency: clients, onWrite };
      const { latenciesMs, elapsedMs } = await runHttpWriteLoad(system.leader, load);
      measured.push({
        quorum,
        latencyMs: summariseClusterLatencies(latenciesMs),
        throughput: latenciesMs.length / (elapsedMs / 1000),
        failed: writes - latenciesMs.length,
      });
    } finally {
      await closeHttpKvSystem(system);
    }
  }
  return measured;
}
