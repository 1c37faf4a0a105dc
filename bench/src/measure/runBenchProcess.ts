import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const BENCH_ROOT = join(__dirname, "../../..");

/** What a process took, from the outside. */
export interface BenchProcessFigures {
  readonly wallMs: number;
  readonly exitCode: number | null;
  readonly output: string;
  /** The most that the largest process held: MB of 2^20 bytes; 0 where unknown. */
  readonly largestMb: number;
  /** The most that all held together, MB of 2^20 bytes. What they share, such as Node's own code, counts once. */
  readonly togetherMb: number;
  /** Processor time of all of them, ms; known while their memory is watched, 0 where unknown. */
  readonly cpuMs: number;
}

const SAMPLE_MS = 20;
/** What they hold together is looked at every so many times: the system looks through all their pages for it. */
const TOGETHER_EVERY = 10;

/** How a process is started. */
export interface BenchProcessOptions {
  /** Whether memory and processor time of all its processes are watched. Default: no. */
  readonly watchMemory?: boolean;
  /** Between two looks at them, ms. Default: 20. */
  readonly sampleMs?: number;
  /** After this time it is killed outright, and the processes below it are not. Default: never. */
  readonly killAfterMs?: number;
  /** Default: the kit's root. */
  readonly cwd?: string;
  /** Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

const living = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/** Runs a Node program in a fresh process and watches it and its children. It ends with this process at the latest. */
export async function runBenchProcess(
  args: readonly string[],
  {
    watchMemory = false,
    sampleMs = SAMPLE_MS,
    killAfterMs,
    cwd = BENCH_ROOT,
    env = process.env,
  }: BenchProcessOptions = {},
): Promise<BenchProcessFigures> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  living.add(child);
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const most = { largest: 0, together: 0 };
  const cpu = new Map<number, number>();
  let looks = 0;
  const sample = (): void => {
    const below = child.pid === undefined ? [] : benchProcessesBelow(child.pid);
    for (const { pid, cpuMs } of below) cpu.set(pid, cpuMs);
    most.largest = Math.max(most.largest, ...below.map(({ residentMb }) => residentMb));
    if (looks++ % TOGETHER_EVERY !== 0) return;
    const together = below.reduce((sum, { pid, residentMb }) => sum + (proportionalMb(pid) ?? residentMb), 0);
    most.together = Math.max(most.together, together);
  };
  const sampler = watchMemory ? setInterval(sample, sampleMs) : undefined;
  const killer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  living.delete(child);
  clearInterval(sampler);
  clearTimeout(killer);
  const wallMs = performance.now() - start;
  const cpuMs = [...cpu.values()].reduce((sum, ms) => sum + ms, 0);
  return { wallMs, exitCode, output, largestMb: most.largest, togetherMb: most.together, cpuMs };
}

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Resident memory and processor time of a process and of all below it, from Linux's /proc; an empty list elsewhere. */
function benchProcessesBelow(root: number): { pid: number; residentMb: number; cpuMs: number }[] {
  const processes = new Map<number, { parent: number; cpuMs: number }>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const stat = tryReadBenchProcFile(`/proc/${name}/stat`);
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const cpuMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      processes.set(Number(name), { parent: Number(fields[1]), cpuMs });
    }
  } catch {
    return [];
  }
  const belongs = (pid: number): boolean =>
    pid === root || (pid > 1 && belongs(processes.get(pid)?.parent ?? 0));
  return [...processes].flatMap(([pid, { cpuMs }]) => {
    if (!belongs(pid)) return [];
    const kb = /VmRSS:\s+(\d+) kB/.exec(tryReadBenchProcFile(`/proc/${String(pid)}/status`))?.[1];
    return [{ pid, residentMb: Number(kb ?? 0) / 1024, cpuMs }];
  });
}

/** A process's memory, of what it shares with others only its part; undefined where the system does not tell. */
function proportionalMb(pid: number): number | undefined {
  const kb = /^Pss:\s+(\d+) kB/m.exec(tryReadBenchProcFile(`/proc/${String(pid)}/smaps_rollup`))?.[1];
  return kb === undefined ? undefined : Number(kb) / 1024;
}

function tryReadBenchProcFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process ended meanwhile.
    return "";
  }
}
