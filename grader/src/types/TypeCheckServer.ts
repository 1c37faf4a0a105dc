import { join } from "node:path";
import { z } from "zod";
import { WarmProcess } from "../process/child/WarmProcess";
import { startTypeCheck } from "./startTypeCheck";
import { typeProblems, type CheckTypes, type TypeProblems } from "./TypeCheck";
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
  readonly #process = new WarmProcess({
    program: [PROGRAM, "serve"],
    heapMb: HEAP_MB,
    patienceMs: PATIENCE_MS,
  });
  #asked = 0;

  /** Never rejects. */
  readonly check: CheckTypes = async (request, signal) => {
    const cache = new TypeCheckCache(request);
    const known = cache.read();
    if (known !== undefined) return { kind: "checked", ...known };
    const id = ++this.#asked;
    const found = answeredTypeProblems(id, await this.#process.ask(JSON.stringify({ id, request }), signal));
    if (signal?.aborted === true) return { kind: "unavailable", message: "nobody waits for the answer" };
    if (found === undefined) return startTypeCheck(request, signal);
    cache.write(found);
    return { kind: "checked", ...found };
  };

  stop(): void {
    this.#process.stop();
  }
}

/** Undefined when it is no answer to that question. */
function answeredTypeProblems(id: number, line: string | undefined): TypeProblems | undefined {
  try {
    const { data } = answer.safeParse(JSON.parse(line ?? ""));
    return data?.id === id ? data.found : undefined;
  } catch {
    return undefined;
  }
}
