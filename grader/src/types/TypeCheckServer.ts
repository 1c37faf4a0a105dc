import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { LineSplitter } from "../process/LineSplitter";
import { reducedWorkerEnvironment } from "../process/reducedWorkerEnvironment";
import { startTypeCheck } from "./startTypeCheck";
import { typeProblems, type CheckTypes, type TypeCheck, type TypeCheckRequest } from "./TypeCheck";
import { TypeCheckCache } from "./TypeCheckCache";

const PROGRAM = join(__dirname, "../../bin/types.js");
/** Megabytes of JavaScript heap. */
const HEAP_MB = 512;
/** Real milliseconds that a warm check may take before a process of its own is asked, which has limits of its own. */
const PATIENCE_MS = 10_000;

const answer = z.strictObject({ id: z.int(), found: typeProblems });

/**
 * Checks the types of one submission after the other in a process that stays warm: it has read the language's library once. Whatever
 * it has no answer to, because the code is unusual or hostile, is asked of a fresh process, as `startTypeCheck` does it: the
 * answer is the same.
 */
export class TypeCheckServer {
  #child: ChildProcess | undefined;
  #waiting: ((found: TypeCheck | undefined) => void) | undefined;
  /** Settles when everything that was asked has an answer. */
  #answered: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #stopped = false;

  /** Never rejects. */
  readonly check: CheckTypes = (request, signal) => {
    const cache = new TypeCheckCache(request);
    const known = cache.read();
    if (known !== undefined) return Promise.resolve({ kind: "checked", ...known });
    const answered = this.#answered.then(() => this.#ask(request));
    this.#answered = answered;
    return answered.then(async (found) => {
      if (found === undefined) return startTypeCheck(request, signal);
      if (found.kind === "checked") cache.write({ errors: [...found.errors], more: found.more ?? 0 });
      return found;
    });
  };

  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  /** Undefined when there was no answer in time. */
  #ask(request: TypeCheckRequest): Promise<TypeCheck | undefined> {
    if (this.#stopped) return Promise.resolve(undefined);
    const child = (this.#child ??= this.#start());
    const id = ++this.#asked;
    const timer = setTimeout(() => {
      this.#end();
    }, PATIENCE_MS);
    return new Promise((resolve) => {
      this.#waiting = (found) => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(found);
      };
      child.stdin?.write(`${JSON.stringify({ id, request })}\n`);
    });
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [`--max-old-space-size=${String(HEAP_MB)}`, PROGRAM, "serve"], {
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      env: reducedWorkerEnvironment(),
    });
    const lost = (): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#waiting?.(undefined);
    };
    const lines = new LineSplitter((line) => {
      if (this.#child === child) this.#read(line);
    });
    child.stdout.on("data", (bytes: Buffer) => {
      lines.push(bytes);
    });
    child.stdin.on("error", () => undefined);
    child.on("error", lost);
    child.on("close", lost);
    process.once("exit", () => child.kill("SIGKILL"));
    return child;
  }

  #read(line: string): void {
    try {
      const { data } = answer.safeParse(JSON.parse(line));
      // Anything else is no answer; the time runs out.
      if (data?.id === this.#asked) this.#waiting?.({ kind: "checked", ...data.found });
    } catch {
      this.#end();
    }
  }

  #end(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill("SIGKILL");
    this.#waiting?.(undefined);
  }
}
