import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import pidusage from "pidusage";

/** What the system says of a process. */
export interface ProcessFigures {
  /** Milliseconds of processor time of its main thread; of all its threads where no system call tells them apart. */
  readonly cpuMs: number;
  /** Whether the main thread waits for something else than a processor. Undefined where nobody says. */
  readonly asleep: boolean | undefined;
  /** Memory that it holds, in megabytes (2^20 bytes). */
  readonly memoryMb: number | undefined;
}

/** Linux counts processor time in hundredths of a second, whatever its kernel's clock is. */
const TICK_MS = 10;

/** Undefined when the process has ended or cannot be asked. */
export async function processFigures(pid: number): Promise<ProcessFigures | undefined> {
  try {
    if (process.platform !== "linux") {
      const { ctime, memory } = await pidusage(pid);
      return { cpuMs: ctime, asleep: undefined, memoryMb: memory / 2 ** 20 };
    }
    // No program to start: this is asked four times a second.
    const [stat, status] = await Promise.all([
      readFile(mainThreadStat(pid), "utf8"),
      readFile(`/proc/${String(pid)}/status`, "utf8"),
    ]);
    const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(status)?.[1];
    const memoryMb = kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    return { ...parseProcessStat(stat), memoryMb };
  } catch {
    return undefined;
  }
}

/** Milliseconds of processor time that the main thread of this process has had; any of its threads may ask. */
export function mainThreadMs(): number {
  if (process.platform === "linux") {
    try {
      return parseProcessStat(readFileSync(mainThreadStat(process.pid), "utf8")).cpuMs;
    } catch {
      // Some sandboxes have no such file.
    }
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Reads a line of /proc/PID/task/TID/stat. The second field is a name, in which anything may be. */
export function parseProcessStat(line: string): Pick<ProcessFigures, "cpuMs" | "asleep"> {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state = "", user, system] = [fields[0], fields[11], fields[12]];
  const cpuMs = (Number(user) + Number(system)) * TICK_MS;
  if (!Number.isFinite(cpuMs)) throw new Error(`expected a line of /proc, got ${JSON.stringify(line)}`);
  // Everything else, a stopped thread and one that waits for memory or a disk too, is the machine's doing.
  return { cpuMs, asleep: state === "S" };
}

function mainThreadStat(pid: number): string {
  return `/proc/${String(pid)}/task/${String(pid)}/stat`;
}
