import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RealServers } from "lab5-real/tests/RealServers";
import { medianFigure, type BenchFigure, type BenchGroup } from "../measure/BenchFigure";
import { benchGradeOfLab } from "./benchGradeOfLab";
import { benchLab5Clients } from "./benchLab5Clients";
import type { BenchLab5LoadOptions, BenchLab5LoadResult } from "../programs/lab5Load";
import { BENCH_ROOT, runBenchProcess } from "../measure/runBenchProcess";

const ROUNDS = 5;
const CLIENTS = 20;
/** The load that is judged. */
const PROCESSES = 4;
const MS = 3_000;
const MANY_KEYS = 1_000_000;
const KEYS_PER_REQUEST = 10_000;
/** Long enough that a snapshot of all keys begins and ends. */
const SNAPSHOT_MS = 15_000;
const BENCHMARK = ["-c", String(CLIENTS), "-n", "100000", "-t", "get,set", "--csv"];

/** Lab 5's real system: servers as processes, and a program that loads them as another. */
export const benchLab5: BenchGroup = async function* (progress, { runs = ROUNDS }) {
  const alone: BenchLab5LoadResult[] = [];
  const rates = { 1: noBenchLab5Rates(), [PROCESSES]: noBenchLab5Rates(), [CLIENTS]: noBenchLab5Rates() };
  for (let round = 1; round <= runs; round++) {
    progress(`lab 5, one server, three servers, one client (round ${String(round)} of ${String(runs)})`);
    for (const [processes, found] of Object.entries(rates)) {
      for (const servers of [1, 3] as const)
        found[servers].push(await requestsOfBenchLab5Clients(servers, Number(processes)));
    }
    alone.push(await benchLab5LoadOfOneClient());
  }
  progress(`lab 5, a snapshot of ${String(MANY_KEYS)} keys under load`);
  const during = await benchLab5LoadWhileSaving();
  yield* [
    {
      name: `lab 5, requests per second, JSON, ${String(CLIENTS)} clients in ${String(PROCESSES)} processes, one server`,
      value: Math.round(medianFigure(rates[PROCESSES][1])),
      unit: "1/s",
      better: "higher",
      target: 20_000,
      comparison: "the document: about 1,000; its design in Python on two cores: 4,300",
    },
    {
      name: "lab 5, the same, three servers, as a part of one",
      value: medianFigure(rates[PROCESSES][3]) / medianFigure(rates[PROCESSES][1]),
      unit: "",
      better: "higher",
      target: 1,
      // One process for all clients asks for a core whole, and three servers want more of the other than one does.
      comparison:
        `${medianBenchRate(rates[PROCESSES][3])}; the document: about 3,000; in Python: 4,900. ` +
        `Clients in 1 process: ${benchRatesOfBothServerCounts(rates[1])}; in ${String(CLIENTS)} processes: ${benchRatesOfBothServerCounts(rates[CLIENTS])}`,
    },
    {
      name: "lab 5, a request of one client, median",
      value: medianFigure(alone.map(({ latencyMs }) => latencyMs.median)),
      unit: "ms",
      better: "lower",
      target: 0.2,
      comparison: "the document: below 1 ms",
    },
    {
      name: "lab 5, a request of 20 clients while a snapshot of 1,000,000 keys is written, P99",
      value: during.latencyMs.p99,
      unit: "ms",
      better: "lower",
      target: 20,
      comparison: `${String(during.counted)} requests; the longest took ${during.latencyMs.most.toFixed(1)} ms`,
    },
  ] as const;
  yield* await benchFiguresBesideRedis(progress, runs);
  yield* await benchGradeOfLab({ lab: "lab5", seconds: 6, comparison: "", progress });
};

/** Requests per second of each round, by the number of servers. */
type BenchLab5Rates = Record<1 | 3, number[]>;

function noBenchLab5Rates(): BenchLab5Rates {
  return { 1: [], 3: [] };
}

/** Fresh servers, and the clients of this lab in fresh processes: requests per second. */
async function requestsOfBenchLab5Clients(servers: number, processes: number): Promise<number> {
  await using running = await RealServers.start({ servers });
  return await benchLab5Clients({ ports: benchPortsOfLab5(running), clients: CLIENTS, processes, ms: MS });
}

/** One fresh server, and one client in a fresh process. */
async function benchLab5LoadOfOneClient(): Promise<BenchLab5LoadResult> {
  await using running = await RealServers.start({ servers: 1 });
  return await benchLab5Load(running, { clients: 1, ms: MS });
}

async function benchLab5Load(
  running: RealServers,
  options: Omit<BenchLab5LoadOptions, "ports">,
): Promise<BenchLab5LoadResult> {
  const ports = benchPortsOfLab5(running);
  const program = [
    "-r",
    join(BENCH_ROOT, "toolkit/bin/register.js"),
    join(__dirname, "../programs/lab5Load.ts"),
  ];
  const { output, exitCode } = await runBenchProcess([...program, JSON.stringify({ ports, ...options })]);
  if (exitCode !== 0) throw new Error(`expected figures, got exit code ${String(exitCode)}: ${output}`);
  return JSON.parse(output) as BenchLab5LoadResult;
}

function medianBenchRate(rates: readonly number[]): string {
  return `${String(Math.round(medianFigure(rates)))}/s`;
}

/** With one server, and with three. */
function benchRatesOfBothServerCounts(rates: BenchLab5Rates): string {
  return `${medianBenchRate(rates[1])} and ${medianBenchRate(rates[3])}`;
}

function benchPortsOfLab5(running: RealServers): number[] {
  return running.cluster.names.map((_name, index) => running.port(index + 1));
}

async function benchLab5LoadWhileSaving(): Promise<BenchLab5LoadResult> {
  await using running = await RealServers.start();
  const end = running.end();
  for (let first = 0; first < MANY_KEYS; first += KEYS_PER_REQUEST) {
    const entries = Object.fromEntries(
      Array.from({ length: KEYS_PER_REQUEST }, (_, i) => [`many:${String(first + i)}`, `value ${String(i)}`]),
    );
    const { status, message } = await end.call("handle", { command: "MSET", entries });
    if (status === "error") throw new Error(message);
  }
  const whileFile = join(running.data, "server1", "kv_store_server1.json.new");
  const result = await benchLab5Load(running, { clients: CLIENTS, ms: SNAPSHOT_MS, whileFile });
  if (result.counted === 0) throw new Error("expected a snapshot within 15 s, got none");
  return result;
}

/** Redis and lab 5 in turn, under Redis's own load generator. Nothing where Redis is not installed. */
async function benchFiguresBesideRedis(
  progress: (what: string) => void,
  runs: number,
): Promise<BenchFigure[]> {
  const ratios: number[] = [];
  const rates: { redis: number[]; lab: number[] } = { redis: [], lab: [] };
  for (let round = 1; round <= runs; round++) {
    progress(`lab 5 beside Redis (round ${String(round)} of ${String(runs)})`);
    try {
      const redis = await benchRateOfRedis();
      await using running = await RealServers.start();
      const lab = await benchRateOfRedisProtocol(running.port());
      rates.redis.push(redis);
      rates.lab.push(lab);
      ratios.push(lab / redis);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      progress("left out: Redis is not installed (Debian: apt-get install redis-server redis-tools)");
      return [];
    }
  }
  return [
    {
      name: "lab 5 under redis-benchmark, 20 clients, no pipelining, as a part of Redis",
      value: medianFigure(ratios),
      unit: "",
      better: "higher",
      target: 0.4,
      comparison: `${medianBenchRate(rates.lab)}; Redis: ${medianBenchRate(rates.redis)}`,
    },
  ];
}

/** Requests per second: the mean of SET and GET. Rejects with ENOENT where the program is not installed. */
async function benchRateOfRedisProtocol(port: number): Promise<number> {
  const { stdout } = await promisify(execFile)("redis-benchmark", ["-p", String(port), ...BENCHMARK]);
  const found = [...stdout.matchAll(/^"(?:SET|GET)","([\d.]+)"/gm)].map(([, rate]) => Number(rate));
  if (found.length !== 2) throw new Error(`expected a rate of SET and one of GET, got ${stdout}`);
  return found.reduce((sum, rate) => sum + rate, 0) / found.length;
}

async function benchRateOfRedis(): Promise<number> {
  const port = await benchPortForRedis();
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const redis = spawn("redis-server", ["--port", String(port), "--save", "", "--dir", folder]);
  const ended = new Promise((resolve) => redis.once("close", resolve));
  try {
    await new Promise((resolve, reject) => {
      redis.once("error", reject);
      redis.once("close", () => reject(new Error("expected redis-server to run, got its end")));
      redis.stdout.on("data", (text: Buffer) => {
        if (text.includes("eady to accept connections")) resolve(undefined);
      });
    });
    return await benchRateOfRedisProtocol(port);
  } finally {
    redis.kill();
    if (redis.pid !== undefined) await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchPortForRedis(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
