import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const BENCH_ROOT = join(__dirname, "../../..");

/** What a process took, from the outside. */
export interface BenchProcessFigures {
  readonly wallMs: number;
  readonly exitCode: number | null;
  readonly output: string;
  /** The most that the largest process, and all processes together, held: MB of 2^20 bytes; 0 where unknown. */
  readonly largestMb: number;
  readonly togetherMb: number;
}

const SAMPLE_MS = 20;

/** How a process is started. */
export interface BenchProcessOptions {
  /** Default: its memory is not watched. */
  readonly watchMemory?: boolean;
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
  { watchMemory = false, cwd = BENCH_ROOT, env = process.env }: BenchProcessOptions = {},
): Promise<BenchProcessFigures> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  living.add(child);
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const most = { largest: 0, together: 0 };
  const sample = (): void => {
    const sizes = child.pid === undefined ? [] : benchResidentMbBelow(child.pid);
    most.largest = Math.max(most.largest, ...sizes);
    most.together = Math.max(
      most.together,
      sizes.reduce((sum, mb) => sum + mb, 0),
    );
  };
  const sampler = watchMemory ? setInterval(sample, SAMPLE_MS) : undefined;
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  living.delete(child);
  clearInterval(sampler);
  const wallMs = performance.now() - start;
  return { wallMs, exitCode, output, largestMb: most.largest, togetherMb: most.together };
}

/** Resident memory of a process and all below it, from Linux's /proc; an empty list elsewhere. */
function benchResidentMbBelow(root: number): number[] {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const stat = tryReadBenchProcFile(`/proc/${name}/stat`);
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    }
  } catch {
    return [];
  }
  const belongs = (pid: number): boolean => pid === root || (pid > 1 && belongs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(belongs).map((pid) => {
    const kb = /VmRSS:\s+(\d+) kB/.exec(tryReadBenchProcFile(`/proc/${String(pid)}/status`))?.[1];
    return Number(kb ?? 0) / 1024;
  });
}

function tryReadBenchProcFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process ended meanwhile.
    return "";
  }
}
