import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { FrameReader, frameOf } from "../protocol/frames";
import { MOST_FRAME_BYTES, type RealmMessage } from "../protocol/RealmMessage";
import { kitBundle } from "./kitBundle";

/** How to start a realm process. */
export interface RealmLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /** A file, absolute, that it reads on its descriptor 3. */
  readonly third?: string;
  /** Whether it says on its descriptor 4, as JSON with `child-pid`, in which process the code runs. */
  readonly tellsPid?: boolean;
}

/** Why nothing more is to be had of a realm process. */
export type RealmLoss =
  | {
      readonly kind: "ended";
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly stderr: string;
    }
  /** It said what it must not say. */
  | { readonly kind: "broke the protocol"; readonly how: string };

/** Characters of error output that are kept. */
const KEPT = 8_000;

/**
 * A process that runs student code and nothing else. Messages are collected, and go off together when the event loop
 * turns; so many runs are under way over one pipe.
 */
export class RealmProcess {
  /** Resolves when `pid` is the one in which student code runs. */
  readonly innerPid: Promise<void>;
  readonly #child: ChildProcess;
  #pid = 0;
  readonly #onAnswer: (answer: unknown) => void;
  readonly #onLoss: (loss: RealmLoss) => void;
  readonly #frames = new FrameReader(MOST_FRAME_BYTES);
  #outbox: RealmMessage[] = [];
  #isFlushing = false;
  #isLost = false;
  #stderr = "";

  /**
   * @param onAnswer called with each answer as it came, unchecked. May throw RangeError or TypeError: then the process
   * broke the protocol
   * @param onLoss called once, when the process has ended, or was ended since it broke the protocol
   */
  constructor(launch: RealmLaunch, onAnswer: (answer: unknown) => void, onLoss: (loss: RealmLoss) => void) {
    this.#onAnswer = onAnswer;
    this.#onLoss = onLoss;
    const third = launch.third === undefined ? undefined : openSync(launch.third, "r");
    this.#child = spawn(launch.command, launch.args, {
      // It is to know nothing of the machine; where bubblewrap is, the system knows.
      env: launch.tellsPid === true ? { PATH: process.env.PATH } : {},
      cwd: "/",
      windowsHide: true,
      stdio: ["pipe", "pipe", "pipe", third ?? "ignore", launch.tellsPid === true ? "pipe" : "ignore"],
    });
    this.#pid = this.#child.pid ?? 0;
    this.innerPid = launch.tellsPid === true ? this.#toldPid() : Promise.resolve();
    if (third !== undefined) closeSync(third);
    const { stdin, stdout, stderr } = this.#child;
    // Its end is told by "close".
    stdin?.on("error", () => undefined);
    stdout?.on("data", (piece: Buffer) => {
      this.#read(piece);
    });
    stderr?.on("data", (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString("latin1")).slice(-KEPT);
    });
    this.#child.on("error", ({ message }) => {
      this.#lose({ kind: "ended", code: null, signal: null, stderr: message });
    });
    this.#child.on("close", (code, signal) => {
      this.#lose({ kind: "ended", code, signal, stderr: this.#stderr });
    });
    this.send(["kit", kitBundle()]);
  }

  /** The process in which student code runs, as far as it is known; 0 for none. */
  get pid(): number {
    return this.#pid;
  }

  async #toldPid(): Promise<void> {
    let text = "";
    for await (const piece of this.#child.stdio[4] as Readable) text += String(piece);
    this.#pid = Number(/"child-pid":\s*(\d+)/.exec(text)?.[1] ?? this.#pid);
  }

  send(message: RealmMessage): void {
    this.#outbox.push(message);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#flush();
    });
  }

  /** Ends the process. */
  stop(): void {
    this.#isLost = true;
    this.#child.kill("SIGKILL");
  }

  #flush(): void {
    this.#isFlushing = false;
    if (this.#isLost || this.#outbox.length === 0) return;
    const messages = this.#outbox;
    this.#outbox = [];
    this.#child.stdin?.write(frameOf(JSON.stringify(messages)));
  }

  #read(piece: Buffer): void {
    if (this.#isLost) return;
    // What the answers set off goes back in one frame, at once.
    this.#isFlushing = true;
    try {
      for (const text of this.#frames.push(piece)) {
        const answers: unknown = JSON.parse(text);
        if (!Array.isArray(answers)) throw new TypeError("expected a list of answers, got something else");
        for (const answer of answers) this.#onAnswer(answer);
      }
    } catch (error) {
      this.stop();
      this.#onLoss({ kind: "broke the protocol", how: (error as Error).message });
      return;
    }
    this.#flush();
  }

  #lose(loss: RealmLoss): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#onLoss(loss);
  }
}
