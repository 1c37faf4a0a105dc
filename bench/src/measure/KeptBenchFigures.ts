import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Figures in a file, which is whole at any moment: what was measured is there when the rest is interrupted. */
export class KeptBenchFigures<Figure> {
  readonly #figures: Figure[] = [];
  readonly #about: Readonly<Record<string, unknown>>;

  /**
   * @param file absolute; its folder is made
   * @param about what else the file says, such as the version of Node
   */
  constructor(
    readonly file: string,
    about: Readonly<Record<string, unknown>>,
  ) {
    this.#about = about;
  }

  get figures(): readonly Figure[] {
    return this.#figures;
  }

  add(figure: Figure): void {
    this.#figures.push(figure);
    this.#write(false);
  }

  /** Nothing more will come. */
  finish(): void {
    this.#write(true);
  }

  #write(finished: boolean): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const unfinished = `${this.file}.${String(process.pid)}`;
    const content = { ...this.#about, finished, figures: this.#figures };
    writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`);
    renameSync(unfinished, this.file);
  }
}

/** A new file below `reports/bench`, named after the moment. */
export function keptBenchFile(reports: string, now: Date): string {
  const moment = now.toISOString().slice(0, 19).replaceAll(":", "-");
  return join(reports, "reports/bench", `${moment}.json`);
}
