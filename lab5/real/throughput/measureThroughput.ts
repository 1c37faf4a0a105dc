import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Cluster, type NodeSandbox } from "labcluster";
import { ToolError } from "toolkit/cli/ToolError";
import { MINI_REDIS_PROGRAM, miniRedisNode } from "../server/miniRedisNode";
import { MINI_REDIS_INTERVALS } from "../server/MiniRedisSettings";
import { throughputCount, type ThroughputCount, type ThroughputOrder } from "./throughputMessages";

export interface ThroughputLoad {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** How many clients in all, each with one request under way, shared out among processes. */
  readonly clients: number;
  readonly processes: number;
  /** How long is counted, real ms, after a warm-up. */
  readonly ms: number;
  readonly warmUpMs: number;
  /** Walls around servers and clients. Default: none. */
  readonly sandbox?: NodeSandbox | undefined;
  /** A line that a process printed. */
  readonly onLine: (node: string, line: string) => void;
}

/** What so many servers did. */
export interface ThroughputResult {
  readonly servers: number;
  readonly perSecond: number;
}

/**
 * Starts so many servers on free ports, with files of their own, and clients; counts requests that are answered. Throws
 * ToolError when one does not start, or answers with an error.
 */
export async function measureThroughput(servers: number, load: ThroughputLoad): Promise<ThroughputResult> {
  const data = mkdtempSync(join(tmpdir(), "lab5-throughput-"));
  try {
    await using running = await Cluster.start(
      {
        ...MINI_REDIS_PROGRAM,
        nodes: Array.from({ length: servers }, (_, index) =>
          miniRedisNode({
            code: load.code,
            serverId: index + 1,
            port: 0,
            data,
            log: false,
            ...MINI_REDIS_INTERVALS,
          }),
        ),
      },
      // That it listens and restored nothing says nothing here.
      {
        sandbox: load.sandbox,
        onLine: (node, line) => {
          if (!/ listens on port /.test(line)) load.onLine(node, line);
        },
      },
    );
    return { servers, perSecond: await countAnswers(running, load) };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function countAnswers(
  servers: Cluster,
  { code, clients, processes, ms, warmUpMs, sandbox, onLine }: ThroughputLoad,
): Promise<number> {
  const ports = servers.names.map((name) => servers.address(name).port);
  const told = new Map<string, ThroughputCount>();
  let changed = (): void => undefined;
  let failure: string | undefined;
  const names = Array.from({ length: processes }, (_, index) => `clients-${String(index + 1)}`);
  const share = (index: number): number =>
    Math.floor(((index + 1) * clients) / processes) - Math.floor((index * clients) / processes);
  await using loading = await Cluster.start(
    {
      program: join(__dirname, "throughputClientProcess.ts"),
      nodes: names.map((name, index) => ({
        name,
        port: 0,
        knows: [],
        walls: { code },
        env: () => ({
          LOAD: JSON.stringify({
            code,
            ports,
            clients: share(index),
            first: Math.floor((index * clients) / processes),
          }),
        }),
      })),
    },
    {
      sandbox,
      onLine,
      onMessage: (name, received) => {
        const count = throughputCount.parse(received);
        if (count.kind === "failed") failure ??= `${name} failed: ${count.why}`;
        told.set(name, count);
        changed();
      },
      onEnd: (name) => {
        failure ??= `${name} ended before it was told to`;
        changed();
      },
    },
  );
  const tellAll = (order: ThroughputOrder): void => {
    for (const name of names) loading.send(name, order);
  };
  tellAll({ kind: "begin" });
  await sleep(warmUpMs);
  const began = performance.now();
  tellAll({ kind: "count" });
  await sleep(ms);
  tellAll({ kind: "stop" });
  const seconds = (performance.now() - began) / 1_000;
  // Their last answers may take as long as a client tries again.
  while (failure === undefined && told.size < names.length)
    await new Promise<void>((resolve) => (changed = resolve));
  if (failure !== undefined) throw new ToolError(`expected clients to be answered, but ${failure}`);
  const answered = [...told.values()].reduce(
    (sum, count) => sum + (count.kind === "counted" ? count.answered : 0),
    0,
  );
  return answered / seconds;
}
