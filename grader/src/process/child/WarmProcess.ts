import { spawn, type ChildProcess } from "node:child_process";
import { LineSplitter } from "./LineSplitter";
import { reducedWorkerEnvironment } from "./reducedWorkerEnvironment";

export interface WarmProcessOptions {
  /** The program and its arguments. It answers one line with one line. */
  readonly program: readonly string[];
  /** Megabytes of JavaScript heap. */
  readonly heapMb: number;
  /** Real milliseconds that an answer may take; then the process is ended, and the next question has a fresh one. */
  readonly patienceMs: number;
}

/**
 * A process that is started when it is first needed, and stays: it answers one question after the other, and need not load again
 * what it has loaded.
 */
export class WarmProcess {
  readonly #options: WarmProcessOptions;
  #child: ChildProcess | undefined;
  #waiting: ((answer: string | undefined) => void) | undefined;
  /** Settles when everything that was asked has an answer. */
  #answered: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: WarmProcessOptions) {
    this.#options = options;
  }

  /** Undefined when there was no answer, none in time, or `signal` came before the question's turn. Never rejects. */
  ask(question: string, signal?: AbortSignal): Promise<string | undefined> {
    const answered = this.#answered
      .then(() => (signal?.aborted === true ? undefined : this.#askNow(question)))
      // Where no process can be started there is no answer, either.
      .catch(() => undefined);
    this.#answered = answered;
    return answered;
  }

  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  #askNow(question: string): Promise<string | undefined> {
    if (this.#stopped) return Promise.resolve(undefined);
    const child = (this.#child ??= this.#start());
    const timer = setTimeout(() => {
      this.#end();
    }, this.#options.patienceMs);
    return new Promise((resolve) => {
      this.#waiting = (answer) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(answer);
      };
      child.stdin?.write(`${question}\n`);
    });
  }

  #start(): ChildProcess {
    const { program, heapMb } = this.#options;
    const child = spawn(process.execPath, [`--max-old-space-size=${String(heapMb)}`, ...program], {
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      env: reducedWorkerEnvironment(),
    });
    const kill = (): void => void child.kill("SIGKILL");
    const lost = (): void => {
      process.removeListener("exit", kill);
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#waiting?.(undefined);
    };
    const lines = new LineSplitter((line) => {
      if (this.#child === child) this.#waiting?.(line);
    });
    child.stdout.on("data", (bytes: Buffer) => {
      lines.push(bytes);
    });
    child.stdin.on("error", () => undefined);
    child.on("error", lost);
    child.on("close", lost);
    process.once("exit", kill);
    return child;
  }

  #end(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill("SIGKILL");
    this.#waiting?.(undefined);
  }
}
