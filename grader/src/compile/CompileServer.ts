import { join } from "node:path";
import { WarmProcess } from "../process/child/WarmProcess";
import { isCompiledForHosts, type CompileRequest } from "./compileSubmission";

const PROGRAM = join(__dirname, "../../bin/compile.js");
/** Megabytes of JavaScript heap. */
const HEAP_MB = 512;
/** Submissions of which it is remembered that they are compiled. */
const MOST_KNOWN = 100;
/** Real milliseconds after which workers compile themselves, under limits of their own. */
const PATIENCE_MS = 10_000;

/**
 * Compiles submissions before workers run them, in a process of its own. A worker could do it, but has to be replaced then: the
 * compiler leaves a heap that makes all that follows slow.
 */
export class CompileServer {
  readonly #process = new WarmProcess({ program: [PROGRAM], heapMb: HEAP_MB, patienceMs: PATIENCE_MS });
  readonly #known = new Map<string, Promise<void>>();
  /** Whether what it compiles is kept. */
  #isOfUse = true;

  /** Resolves when a submission's files are compiled, or cannot be. Never rejects. */
  compiled(request: CompileRequest): Promise<void> {
    const { submission } = request;
    let known = this.#known.get(submission);
    if (known === undefined) this.#known.set(submission, (known = this.#compile(request)));
    const [oldest = ""] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
    return known;
  }

  async #compile(request: CompileRequest): Promise<void> {
    if (!this.#isOfUse) return;
    try {
      if (isCompiledForHosts(request)) return;
    } catch {
      // A file that cannot be read is the worker's to report.
      return;
    }
    const answer = await this.#process.ask(JSON.stringify(request));
    if (answer === "not kept") this.#isOfUse = false;
  }

  stop(): void {
    this.#process.stop();
  }
}
