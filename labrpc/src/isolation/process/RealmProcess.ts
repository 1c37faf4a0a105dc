import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { FrameReader, frameOf } from "../protocol/frames";
import { MOST_FRAME_BYTES, type RealmMessage } from "../protocol/RealmMessage";
import { kitBundle } from "./kitBundle";
import type { Outbox, RoundTrips } from "./RoundTrips";

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
 * A process that runs student code and nothing else. Messages are collected, and go off together; so many runs are under
 * way over one pipe.
 */
export class RealmProcess implements Outbox {
  /** Resolves when `pid` is the one in which student code runs. */
  readonly innerPid: Promise<void>;
  readonly #child: ChildProcess;
  #pid = 0;
  readonly #onAnswer: (answer: unknown) => void;
  readonly #onLoss: (loss: RealmLoss) => void;
  readonly #frames = new FrameReader(MOST_FRAME_BYTES);
  readonly #trips: RoundTrips;
  #outbox: RealmMessage[] = [];
  /** Messages that went off and have to be answered. */
  #awaited = 0;
  #isLost = false;
  #stderr = "";

  /**
   * @param onAnswer called with each answer as it came, unchecked. May throw RangeError or TypeError: then the process
   * broke the protocol
   * @param onLoss called once, when the process has ended, or was ended since it broke the protocol
   * @param trips when messages go off; the same for all processes of a judge
   */
  constructor(
    launch: RealmLaunch,
    onAnswer: (answer: unknown) => void,
    onLoss: (loss: RealmLoss) => void,
    trips: RoundTrips,
  ) {
    this.#trips = trips;
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
    if (this.#isLost) return;
    this.#outbox.push(message);
    if (this.#outbox.length === 1) this.#trips.announce(this);
  }

  /** Sends what has been collected. */
  flush(): void {
    if (this.#isLost || this.#outbox.length === 0) return;
    const messages = this.#outbox;
    this.#outbox = [];
    const awaited = messages.filter(isAnswered).length;
    this.#awaited += awaited;
    this.#trips.sent(awaited);
    this.#child.stdin?.write(frameOf(JSON.stringify(messages)));
  }

  /** Ends the process. */
  stop(): void {
    this.#isLost = true;
    this.#child.kill("SIGKILL");
  }

  #read(piece: Buffer): void {
    if (this.#isLost) return;
    let answered = 0;
    try {
      for (const text of this.#frames.push(piece)) {
        const answers: unknown = JSON.parse(text);
        if (!Array.isArray(answers) || answers.length === 0)
          throw new TypeError("expected a list of answers, got something else");
        answered += answers.length;
        if (answered > this.#awaited)
          throw new TypeError("expected no answer, got one that nobody asked for");
        for (const answer of answers) this.#onAnswer(answer);
      }
    } catch (error) {
      this.stop();
      this.#onLoss({ kind: "broke the protocol", how: (error as Error).message });
      this.#trips.answered(this.#awaited);
      return;
    }
    if (answered === 0) return;
    this.#awaited -= answered;
    this.#trips.answered(answered);
  }

  #lose(loss: RealmLoss): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#onLoss(loss);
    this.#trips.answered(this.#awaited);
  }
}

function isAnswered([kind]: RealmMessage): boolean {
  return kind === "enter" || kind === "bytes";
}
