import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { typeProblems, type TypeProblems, type TypeCheckRequest } from "./TypeCheck";

/** Changes when the way of checking does. */
const VERSION = "5";
const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-types");

/** A place for the answer to a request, named after everything that the answer depends on, wherever it lies. */
export class TypeCheckCache {
  /** Undefined when the files cannot be read: nothing is kept then. */
  readonly #file: string | undefined;

  /** Looks at the files now: an answer is kept for them as they are at this moment. */
  constructor(request: TypeCheckRequest) {
    try {
      this.#file = join(FOLDER, `${hashOfRequest(request)}.json`);
    } catch {
      this.#file = undefined;
    }
  }

  read(): TypeProblems | undefined {
    if (this.#file === undefined) return undefined;
    try {
      return typeProblems.parse(JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      return undefined;
    }
  }

  /** Without a place to write, the next check takes its time, nothing else. */
  write(found: TypeProblems): void {
    if (this.#file === undefined) return;
    const unfinished = `${this.#file}.${String(process.pid)}`;
    try {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(unfinished, JSON.stringify(found));
      renameSync(unfinished, this.#file);
    } catch {
      // As said above.
    }
  }
}

/** Throws where a file cannot be read. */
function hashOfRequest({ lab, labFolder, submission, student, given, fixed = [] }: TypeCheckRequest): string {
  const asked = JSON.stringify([VERSION, process.version, lab, student, fixed]);
  const hash = createHash("sha256").update(`${asked}\n`);
  const add = (name: string, folder: string): void => {
    const bytes = readFileSync(join(folder, name));
    hash.update(`${JSON.stringify(name)} ${String(bytes.length)}\n`).update(bytes);
  };
  add("tsconfig.json", KIT_ROOT);
  const packages = "node_modules/.package-lock.json";
  if (existsSync(join(KIT_ROOT, packages))) add(packages, KIT_ROOT);
  for (const file of given.filter((file) => existsSync(join(labFolder, file)))) add(file, labFolder);
  const labrpc = join(KIT_ROOT, "node_modules", "labrpc", "src");
  for (const room of ["", "scenarios"])
    for (const name of readdirSync(join(labrpc, room)).filter((file) => file.endsWith(".ts")))
      add(join(room, name), labrpc);
  hash.update("the submission\n");
  for (const file of sourcesBelow(submission)) add(file, submission);
  return hash.digest("hex").slice(0, 32);
}
