import { readSync, writeSync } from "node:fs";
import { setImmediate as turnOfLoop } from "node:timers/promises";
import { hardenKitRealm } from "../../simulation/border/hardenKitRealm";
import type { KitFiles, LocalRealm, RealmCode } from "../../simulation/border/Realm";
import type { CodeBundle } from "../../simulation/code/CodeBase";
import { RealmPool } from "../../simulation/border/RealmPool";
import { drainPromiseJobs } from "../../simulation/loop/drainPromiseJobs";
import { FrameReader, frameOf } from "../protocol/frames";
import {
  MOST_FRAME_BYTES,
  type KernelEntry,
  type RealmAnswer,
  type RealmMessage,
} from "../protocol/RealmMessage";
import { BundledCode } from "./BundledCode";
import { kitFilesOfBundle } from "./kitFilesOfBundle";
import { ServedRun } from "./ServedRun";
import { SharedRealm } from "./SharedRealm";

/** The kit's work in a realm process: does what it is told on standard input, and says on standard output what came of it. */
export class RealmServer {
  readonly #codeOf: CodeOfBundle;
  readonly #codes = new Map<number, RealmCode>();
  readonly #runs = new Map<number, ServedRun>();
  readonly #shared = new Map<RealmCode, SharedRealm>();
  #pool: RealmPool | undefined;
  #current: ServedRun | undefined;

  constructor(codeOf: CodeOfBundle) {
    this.#codeOf = codeOf;
    process.on("unhandledRejection", (reason) => {
      const run = this.#current;
      run?.reject(reason);
    });
  }

  /** Undefined for what needs no answer. */
  async serve(message: RealmMessage): Promise<RealmAnswer | undefined> {
    switch (message[0]) {
      case "enter":
        this.#enter(message[1], message[2]);
        // The jobs are done when Node's loop has turned.
        await turnOfLoop();
        return this.#answer(message[1]);
      case "bytes":
        return ["bytes", message[1], await this.#run(message[1]).bytesInUse(message[2])];
      default:
        this.#note(message);
        return undefined;
    }
  }

  /** Whether the answer to this message needs no turn of Node's loop. */
  isQuick(message: RealmMessage): boolean {
    return message[0] !== "bytes" && (message[0] !== "enter" || drainPromiseJobs !== undefined);
  }

  /** The same at once, for messages that are quick. */
  serveQuick(message: RealmMessage): RealmAnswer | undefined {
    if (message[0] !== "enter") {
      this.#note(message);
      return undefined;
    }
    this.#enter(message[1], message[2]);
    drainPromiseJobs?.();
    return this.#answer(message[1]);
  }

  #note(message: RealmMessage): void {
    switch (message[0]) {
      case "kit":
        this.#pool = new RealmPool(readyKit(message[1]));
        break;
      case "code":
        this.#codes.set(message[1], this.#codeOf(message[2]));
        break;
      case "begin":
        this.#begin(message[1], message[2], message[3], message[4], message[5]);
        break;
      case "host":
        this.#run(message[1]).host(message[2], message[3], message[4], message[5], message[6]);
        break;
      case "crash":
        this.#run(message[1]).crash(message[2]);
        break;
      case "end":
        this.#end(message[1], message[2]);
        break;
      default:
        break;
    }
  }

  #enter(number: number, entry: KernelEntry): void {
    const run = this.#run(number);
    this.#current = run;
    run.enter(entry);
  }

  #answer(number: number): RealmAnswer {
    this.#current = undefined;
    const { effects, rejection, broken, state } = this.#run(number).outcome();
    return ["did", number, effects, rejection, broken, state];
  }

  #begin(number: number, codeNumber: number, recording: boolean, watching: boolean, fresh: boolean): void {
    const code = this.#codes.get(codeNumber);
    const pool = this.#pool;
    if (code === undefined || pool === undefined) throw new Error("expected a run after its code");
    // Recording makes it slow, and what is watched is told by the realm as a whole.
    const isAlone = recording || watching || fresh;
    const alone = (): LocalRealm => (fresh ? pool.fresh(code) : pool.take(code));
    const place = isAlone ? alone() : this.#sharedRealm(code, pool);
    this.#runs.set(number, new ServedRun(place, { code, recording, watching }));
  }

  #sharedRealm(code: RealmCode, pool: RealmPool): SharedRealm {
    const known = this.#shared.get(code);
    if (known?.isOpen === true) return known;
    const shared = new SharedRealm(pool.fresh(code));
    this.#shared.set(code, shared);
    return shared;
  }

  #end(number: number, kept: boolean): void {
    const run = this.#run(number);
    this.#runs.delete(number);
    const free = run.end(kept);
    if (free !== undefined) this.#pool?.giveBack(run.code, free);
  }

  #run(number: number): ServedRun {
    const run = this.#runs.get(number);
    if (run === undefined) throw new Error(`expected a run that goes on, got ${String(number)}`);
    return run;
  }
}

/** Makes student code of what came over the pipe. */
export type CodeOfBundle = (bundle: CodeBundle) => RealmCode;

/**
 * Serves on standard input and output until the input ends.
 *
 * @param codeOf default: code in realms, without any of Node's powers
 */
export function serveRealms(codeOf: CodeOfBundle = (bundle) => new BundledCode(bundle)): void {
  const server = new RealmServer(codeOf);
  const frames = new FrameReader(MOST_FRAME_BYTES);
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const texts: string[] = [];
  // Each time a callback of Node's own, for promise jobs are not drained within promise jobs.
  const serve = (): void => {
    for (let served = 0; served < FRAMES_PER_TURN; served++) {
      while (texts.length === 0) texts.push(...frames.push(Buffer.from(piece.subarray(0, readPiece(piece)))));
      const messages = JSON.parse(texts.shift() ?? "[]") as RealmMessage[];
      if (!messages.every((message) => server.isQuick(message))) {
        void serveInTurn(server, messages).then(() => setImmediate(serve));
        return;
      }
      writeAnswers(messages.map((message) => server.serveQuick(message)));
    }
    setImmediate(serve);
  };
  setImmediate(serve);
}

/** Bytes that are read at once. */
const PIECE_BYTES = 2 ** 16;
/** After so many Node's loop turns: V8 has work of its own that waits for that. */
const FRAMES_PER_TURN = 64;

async function serveInTurn(server: RealmServer, messages: readonly RealmMessage[]): Promise<void> {
  const answers: (RealmAnswer | undefined)[] = [];
  for (const message of messages) answers.push(await server.serve(message));
  writeAnswers(answers);
}

/**
 * Waits for bytes, and returns how many there are. Nothing else happens here meanwhile, and Node's streams would take as
 * long as the code of an event.
 */
function readPiece(piece: Buffer): number {
  for (;;) {
    try {
      const bytes = readSync(0, piece, 0, piece.length, null);
      if (bytes > 0) return bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EINTR") continue;
    }
    // Who asked has gone.
    process.exit(0);
  }
}

function writeAnswers(answers: readonly (RealmAnswer | undefined)[]): void {
  const given = answers.filter((answer) => answer !== undefined);
  if (given.length === 0) return;
  const frame = frameOf(JSON.stringify(given));
  for (let written = 0; written < frame.length;) written += writeSync(1, frame, written);
}

function readyKit(bundle: Parameters<typeof kitFilesOfBundle>[0]): KitFiles {
  const kit = kitFilesOfBundle(bundle);
  hardenKitRealm();
  return kit;
}
