import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { killWorkerGroup } from "./killWorkerGroup";
import { LineSplitter } from "./LineSplitter";
import { reducedWorkerEnvironment } from "./reducedWorkerEnvironment";

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed as errors; for a hint only, since student code may print as well. */
  readonly stderr: string;
}

export interface GroupProcessOptions {
  /** A file of JavaScript, absolute. */
  readonly program: string;
  /** Megabytes of JavaScript heap after which Node ends the process. */
  readonly heapMb: number;
  /** Further flags of Node. Default: none. */
  readonly flags?: readonly string[];
  /** Called with each line that it writes to descriptor 3. */
  readonly onLine: (line: string) => void;
  /** Called once. */
  readonly onEnd: (end: ProcessEnd) => void;
}

/** Characters of error output that are kept. */
const KEPT = 8_000;

const living = new Set<number>();
process.on("exit", () => {
  living.forEach(killWorkerGroup);
});

/**
 * A process of Node's in which student code may run. It leads a process group, so that nothing it starts outlives it. It reads
 * messages from its standard input and writes to descriptor 3, a line each; what it prints is student code's.
 */
export class GroupProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  #stderr = "";

  constructor({ program, heapMb, flags: more = [], onLine, onEnd }: GroupProcessOptions) {
    const flags = [
      `--max-old-space-size=${String(heapMb)}`,
      "--disallow-code-generation-from-strings",
      // For `formatStacksBy` of labrpc; Node warns of it.
      "--expose-internals",
      "--no-warnings",
      ...more,
    ];
    this.#child = spawn(process.execPath, [...flags, program], {
      detached: process.platform !== "win32",
      windowsHide: true,
      env: reducedWorkerEnvironment(),
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.pid = this.#child.pid ?? 0;
    if (this.pid !== 0) living.add(this.pid);
    const lines = new LineSplitter(onLine);
    (this.#child.stdio[3] as Readable).on("data", (bytes: Buffer) => {
      lines.push(bytes);
    });
    this.#child.stdout?.resume();
    this.#child.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("latin1")).slice(-KEPT);
    });
    // A process that has ended cannot read; its end is reported by "close".
    this.#child.stdin?.on("error", () => undefined);
    let isOver = false;
    const end = (how: ProcessEnd): void => {
      if (!isOver) onEnd(how);
      isOver = true;
    };
    this.#child.on("error", (error) => {
      end({ code: null, signal: null, stderr: error.message });
    });
    this.#child.on("exit", () => {
      living.delete(this.pid);
      // Whatever it started goes with it, and so do the pipes that it would hold open.
      this.kill();
    });
    this.#child.on("close", (code, signal) => {
      end({ code, signal, stderr: this.#stderr });
    });
  }

  write(message: object): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  kill(): void {
    if (this.pid !== 0) killWorkerGroup(this.pid);
  }
}
