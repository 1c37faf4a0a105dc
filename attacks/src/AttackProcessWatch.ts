import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** A process, as it is seen from outside. */
interface Seen {
  readonly pid: number;
  readonly parent: number;
  /** When it began, in the system's own words; a pid alone may be used again. */
  readonly began: string;
  readonly command: string;
  readonly bytes: number;
  readonly marked: boolean;
}

/**
 * Finds the processes that come from an attack: those that have the stage's path in their environment or command line,
 * and all that was ever seen below one of them, also when it has cut itself loose since.
 */
export class AttackProcessWatch {
  readonly #mark: string;
  readonly #known = new Map<number, string>();

  /** @param mark a path that only the attack's processes have */
  constructor(mark: string) {
    this.#mark = mark;
  }

  /** Looks around. Returns those that live. Empty where the system does not tell. */
  look(): Seen[] {
    const all = listAttackProcesses(this.#mark).filter(({ pid }) => pid !== process.pid);
    const byPid = new Map(all.map((one) => [one.pid, one]));
    const isKnown = ({ pid, began }: Seen): boolean => this.#known.get(pid) === began;
    const belongs = (one: Seen): boolean => {
      if (one.marked || isKnown(one)) return true;
      const parent = byPid.get(one.parent);
      return parent !== undefined && parent.pid !== one.pid && belongs(parent);
    };
    const found = all.filter(belongs);
    for (const { pid, began } of found) this.#known.set(pid, began);
    return found;
  }

  /** Ends all that live. */
  kill(): void {
    for (const { pid } of this.look()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
  }
}

function listAttackProcesses(mark: string): Seen[] {
  if (process.platform === "linux") return attackProcessesFromProc(mark);
  return process.platform === "win32" ? [] : attackProcessesFromPs(mark);
}

function attackProcessesFromProc(mark: string): Seen[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name of the program is in brackets, and may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state = "", parent = "0"] = fields;
      if (state === "Z" || state === "X") return [];
      const command = readFileSync(`/proc/${name}/cmdline`, "latin1").split("\0").join(" ");
      return [
        {
          pid: Number(name),
          parent: Number(parent),
          began: fields[19] ?? "",
          command: command.slice(0, 200),
          bytes: Number(fields[21] ?? 0) * 4096,
          marked: command.includes(mark) || readFileSync(`/proc/${name}/environ`, "latin1").includes(mark),
        },
      ];
    } catch {
      // Somebody else's, or gone.
      return [];
    }
  });
}

function attackProcessesFromPs(mark: string): Seen[] {
  const columns = ["-axwwE", "-o", "pid=,ppid=,rss=,lstart=,command="];
  return execFileSync("ps", columns, { encoding: "utf8", maxBuffer: 2 ** 26 })
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, kilobytes, began = "", command = ""] =
        /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line) ?? [];
      if (pid === undefined) return [];
      const bytes = Number(kilobytes) * 1024;
      const marked = command.includes(mark);
      return [
        { pid: Number(pid), parent: Number(parent), began, command: command.slice(0, 200), bytes, marked },
      ];
    });
}
