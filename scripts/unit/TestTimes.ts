import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** How long each file of tests took when it ran last; kept beside npm's packages, as all that may be lost. */
export class TestTimes {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Milliseconds; undefined for a file that has not run here yet. */
  read(file: string): number | undefined {
    try {
      return Number(readFileSync(this.#place(file), "utf8"));
    } catch {
      return undefined;
    }
  }

  write(file: string, ms: number): void {
    const place = this.#place(file);
    try {
      mkdirSync(join(place, ".."), { recursive: true });
      writeFileSync(place, String(Math.round(ms)));
    } catch {
      // Without the figures the files run in another order, nothing else.
    }
  }

  /** @param file absolute, or relative to the root */
  #place(file: string): string {
    const name = (file.startsWith(this.#root) ? relative(this.#root, file) : file).split(sep).join("/");
    return join(this.#root, "node_modules/.cache/kit-test-times", `${name.replaceAll("/", "+")}.txt`);
  }
}
