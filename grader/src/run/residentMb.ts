import { readFile } from "node:fs/promises";
import pidusage from "pidusage";

/** Memory that a process holds, in megabytes (2^20 bytes); undefined when it has ended or cannot be asked. */
export async function residentMb(pid: number): Promise<number | undefined> {
  try {
    if (process.platform !== "linux") return (await pidusage(pid)).memory / 2 ** 20;
    // The same figure without a program to start: this is asked four times a second.
    const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(await readFile(`/proc/${String(pid)}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
