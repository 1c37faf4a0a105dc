import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { DebugOffer, DebugView } from "labrpc/testing";
import { cleanTexts } from "toolkit/text/studentText";
import { GroupProcess } from "../../process/child/GroupProcess";
import type { DebugAnswer, DebugRequest, DebugWelcome } from "../worker/debugProtocol";

const PROGRAM = join(__dirname, "../../../bin/debug.js");
/** Real milliseconds that a request may take: student code that loops never answers. */
const PATIENCE_MS = 20_000;
const HEAP_MB = 1_024;

/** The process has ended, or does not answer: its code may be to blame. */
export class DebugWorkerLost extends Error {
  override readonly name = "DebugWorkerLost";
}

/** The child process in which student code runs. */
export class DebugWorker {
  readonly #process: GroupProcess;
  readonly #waiting = new Map<number, { resolve: (view: DebugView) => void; reject: (why: Error) => void }>();
  #ready: { resolve: (offer: DebugOffer) => void; reject: (why: Error) => void } | undefined;
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
    this.#process = new GroupProcess({
      program: PROGRAM,
      heapMb: HEAP_MB,
      onLine: (line) => {
        const stamped = parsedLine(line);
        if (stamped?.token === token) this.#read(stamped.answer);
      },
      onEnd: ({ code, signal, stderr }) => {
        const isUnstarted = code === null && signal === null;
        const how = isUnstarted
          ? `could not be started: ${stderr}`
          : `ended (${signal ?? `exit code ${String(code)}`})`;
        this.#lose(`${how}${outOfMemory(stderr)}`);
      },
    });
    this.#process.write({ token, ...what });
  }

  /** Rejects with DebugWorkerLost when the process ends, or does not answer in time; it is then killed. */
  async ask(request: Omit<DebugRequest, "id">): Promise<DebugView> {
    await this.offer;
    if (this.#lost !== undefined) throw this.#lost;
    const id = ++this.#ids;
    const answer = new Promise<DebugView>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#process.write({ id, ...request });
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
    this.#process.kill();
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
