import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { DebugOffer, DebugView } from "labrpc/testing";
import { cleanTexts } from "toolkit/text/studentText";
import { killWorkerGroup } from "../../process/killWorkerGroup";
import { LineSplitter } from "../../process/LineSplitter";
import { reducedWorkerEnvironment } from "../../process/reducedWorkerEnvironment";
import type { DebugAnswer, DebugRequest, DebugWelcome } from "../worker/debugProtocol";

const PROGRAM = join(__dirname, "../../../bin/debug.js");
/** Real milliseconds that a request may take: student code that loops never answers. */
const PATIENCE_MS = 20_000;
const HEAP_MB = 1_024;
/** Characters of error output that are kept. */
const KEPT = 2_000;

const living = new Set<number>();
process.on("exit", () => {
  living.forEach(killWorkerGroup);
});

/** The process has ended, or does not answer: its code may be to blame. */
export class DebugWorkerLost extends Error {
  override readonly name = "DebugWorkerLost";
}

/** The child process in which student code runs. */
export class DebugWorker {
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #waiting = new Map<number, { resolve: (view: DebugView) => void; reject: (why: Error) => void }>();
  #ready: { resolve: (offer: DebugOffer) => void; reject: (why: Error) => void } | undefined;
  #stderr = "";
  #lost: DebugWorkerLost | undefined;
  #ids = 0;
  /** What can be done. Rejects with an Error when there is nothing to debug. */
  readonly offer: Promise<DebugOffer>;

  constructor(
    what: Omit<DebugWelcome, "token">,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    const token = randomBytes(16).toString("hex");
    this.offer = new Promise((resolve, reject) => {
      this.#ready = { resolve, reject };
    });
    this.offer.catch(() => undefined);
    const flags = [
      `--max-old-space-size=${String(HEAP_MB)}`,
      "--disallow-code-generation-from-strings",
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
    this.#pid = this.#child.pid ?? 0;
    if (this.#pid !== 0) living.add(this.#pid);
    const lines = new LineSplitter((line) => {
      const stamped = parsedLine(line);
      if (stamped?.token === token) this.#read(stamped.answer);
    });
    (this.#child.stdio[3] as Readable).on("data", (bytes: Buffer) => {
      lines.push(bytes);
    });
    this.#child.stdout?.resume();
    this.#child.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString("utf8")).slice(-KEPT);
    });
    this.#child.stdin?.on("error", () => undefined);
    this.#child.on("error", (error) => {
      this.#lose(`could not be started: ${error.message}`);
    });
    this.#child.on("close", (code, signal) => {
      living.delete(this.#pid);
      this.#lose(`ended (${signal ?? `exit code ${String(code)}`})${outOfMemory(this.#stderr)}`);
    });
    this.#child.stdin?.write(`${JSON.stringify({ token, ...what })}\n`);
  }

  /** Rejects with DebugWorkerLost when the process ends, or does not answer in time; it is then killed. */
  async ask(request: Omit<DebugRequest, "id">): Promise<DebugView> {
    await this.offer;
    if (this.#lost !== undefined) throw this.#lost;
    const id = ++this.#ids;
    const answer = new Promise<DebugView>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#child.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    const timer = setTimeout(() => {
      const seconds = String(this.patienceMs / 1_000);
      this.#lose(`did not answer within ${seconds} s: does the code loop without end?`);
    }, this.patienceMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  stop(): void {
    this.#lose("was stopped");
  }

  #read(answer: DebugAnswer): void {
    if (answer.type === "ready") this.#ready?.resolve(answer.offer);
    else if (answer.type === "broken") this.#ready?.reject(new Error(answer.message));
    else {
      const { view } = answer;
      // Texts that students have a hand in; names of messages stay as they are, since choices are made by them.
      for (const part of [view.record, view.verdict, view.changed, view.hosts.map(({ state }) => state)])
        cleanTexts(part);
      this.#waiting.get(answer.id)?.resolve(view);
    }
  }

  #lose(how: string): void {
    if (this.#lost !== undefined) return;
    const lost = new DebugWorkerLost(`the process that runs the code ${how}`);
    this.#lost = lost;
    if (this.#pid !== 0) killWorkerGroup(this.#pid);
    this.#ready?.reject(lost);
    for (const { reject } of this.#waiting.values()) reject(lost);
  }
}

function parsedLine(line: string): { readonly token: string; readonly answer: DebugAnswer } | undefined {
  try {
    return JSON.parse(line) as { token: string; answer: DebugAnswer };
  } catch {
    return undefined;
  }
}

function outOfMemory(stderr: string): string {
  return stderr.includes("heap out of memory") ? ": it took too much memory" : "";
}
