import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { killWorkerGroup } from "./killWorkerGroup";
import { LineSplitter } from "./LineSplitter";
import {
  parseWorkerReport,
  type WorkerJob,
  type WorkerReport,
  type WorkerWelcome,
} from "../protocol/protocol";
import { reducedWorkerEnvironment } from "./reducedWorkerEnvironment";

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed as errors; for a hint only, since student code may print as well. */
  readonly stderr: string;
}

export interface WorkerOptions extends Pick<
  WorkerWelcome,
  "specs" | "hidden" | "given" | "silenceMs" | "isolation"
> {
  /** Megabytes of JavaScript heap after which Node ends the process. */
  readonly heapMb: number;
  readonly onReport: (report: WorkerReport) => void;
  readonly onEnd: (end: ProcessEnd) => void;
}

const PROGRAM = join(__dirname, "../../bin/worker.js");
/** Characters of error output that are kept. */
const KEPT = 8_000;

const living = new Set<number>();
process.on("exit", () => {
  living.forEach(killWorkerGroup);
});

/** A child process that runs tests. It leads a process group, so that nothing it starts outlives it. */
export class WorkerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  #stderr = "";

  constructor(options: WorkerOptions) {
    const token = randomBytes(16).toString("hex");
    const flags = [
      `--max-old-space-size=${String(options.heapMb)}`,
      "--disallow-code-generation-from-strings",
      // There are as many workers as cores: threads that help one to collect garbage take them from another.
      "--single-threaded-gc",
      // For `formatStacksBy` of labrpc; Node warns of it.
      "--expose-internals",
      "--no-warnings",
    ];
    this.#child = spawn(process.execPath, [...flags, PROGRAM], {
      detached: process.platform !== "win32",
      windowsHide: true,
      env: reducedWorkerEnvironment(),
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    this.pid = this.#child.pid ?? 0;
    if (this.pid !== 0) living.add(this.pid);
    const lines = new LineSplitter((line) => {
      const report = parseWorkerReport(line, token);
      if (report !== undefined) options.onReport(report);
    });
    (this.#child.stdio[3] as Readable).on("data", (bytes: Buffer) => {
      lines.push(bytes);
    });
    this.#child.stdout?.resume();
    this.#child.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("latin1")).slice(-KEPT);
    });
    // A process that has ended cannot read; its end is reported by "close".
    this.#child.stdin?.on("error", () => undefined);
    this.#child.on("error", (error) => {
      options.onEnd({ code: null, signal: null, stderr: error.message });
    });
    this.#child.on("exit", () => {
      living.delete(this.pid);
      // Whatever it started goes with it, and so do the pipes that it would hold open.
      if (this.pid !== 0) killWorkerGroup(this.pid);
    });
    this.#child.on("close", (code, signal) => {
      options.onEnd({ code, signal, stderr: this.#stderr });
    });
    const { specs, hidden, silenceMs, given, isolation } = options;
    const welcome: WorkerWelcome = {
      token,
      specs,
      silenceMs,
      given,
      ...(hidden === undefined ? {} : { hidden }),
      ...(isolation === undefined ? {} : { isolation }),
    };
    this.#write(welcome);
  }

  run(job: WorkerJob): void {
    this.#write(job);
  }

  kill(): void {
    if (this.pid !== 0) killWorkerGroup(this.pid);
  }

  #write(message: WorkerWelcome | WorkerJob): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}
