import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "../kitRoot";
import { reachableFiles } from "./reachableFiles";
import { typeProblems, type TypeCheckRequest, type TypeProblems } from "./TypeCheck";

/** Changes when the way of checking does. */
const VERSION = "2";
const FOLDER = join(KIT_ROOT, "node_modules", ".cache", "kit-types");

/** A place for the answer to a request, named after everything that the answer depends on. */
export class TypeCheckCache {
  readonly #file: string;

  /** Looks at the files now: an answer is kept for them as they are at this moment. */
  constructor({ labFolder, submission, student }: TypeCheckRequest) {
    const hash = createHash("sha256").update(`${VERSION}\n${submission}\n${process.version}\n`);
    const files = [
      join(KIT_ROOT, "tsconfig.json"),
      join(KIT_ROOT, "node_modules", ".package-lock.json"),
      ...sources(labFolder),
      ...sources(join(KIT_ROOT, "labrpc", "src")),
      ...reachableFiles(submission, student),
    ];
    for (const file of files) hash.update(`${file}\n`).update(readFileSync(file)).update("\n");
    this.#file = join(FOLDER, `${hash.digest("hex").slice(0, 32)}.json`);
  }

  read(): TypeProblems | undefined {
    try {
      return typeProblems.parse(JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      return undefined;
    }
  }

  /** Without a place to write, the next check takes its time, nothing else. */
  write(found: TypeProblems): void {
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

function sources(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}
