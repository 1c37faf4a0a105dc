import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { compileBudgetFlags } from "labrpc/compileBudgetFlags";
import { GroupProcess, type ProcessEnd } from "./child/GroupProcess";
import {
  parseWorkerReport,
  type WorkerJob,
  type WorkerReport,
  type WorkerWelcome,
} from "../protocol/protocol";

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

/** A child process that runs tests. */
export class WorkerProcess {
  readonly #process: GroupProcess;

  constructor(options: WorkerOptions) {
    const token = randomBytes(16).toString("hex");
    const flags = [
      // There are as many workers as cores: threads that help one to collect garbage take them from another.
      "--single-threaded-gc",
      ...compileBudgetFlags(),
    ];
    this.#process = new GroupProcess({
      program: PROGRAM,
      heapMb: options.heapMb,
      flags,
      onLine: (line) => {
        const report = parseWorkerReport(line, token);
        if (report !== undefined) options.onReport(report);
      },
      onEnd: options.onEnd,
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
    this.#process.write(welcome);
  }

  get pid(): number {
    return this.#process.pid;
  }

  run(job: WorkerJob): void {
    this.#process.write(job);
  }

  kill(): void {
    this.#process.kill();
  }
}
