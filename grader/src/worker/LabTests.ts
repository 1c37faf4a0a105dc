import Mocha from "mocha";

/** What mocha says of one test. */
export type MochaVerdict =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "missing" };

/** The mocha tests of a lab, loaded once and run one at a time, any number of times. */
export class LabTests {
  readonly #mocha: LoadedMocha;
  /** Full titles by test name. */
  readonly #titles = new Map<string, string>();
  /** Names of all tests, in the order of the files; one that is there twice is listed twice. */
  readonly names: string[] = [];

  /** Throws what a file throws when it is loaded. */
  constructor(files: readonly string[]) {
    this.#mocha = new LoadedMocha(files);
    this.#collect(this.#mocha.suite);
  }

  #collect(suite: Mocha.Suite): void {
    for (const test of suite.tests) {
      this.names.push(test.title);
      this.#titles.set(test.title, test.fullTitle());
    }
    suite.suites.forEach((child) => {
      this.#collect(child);
    });
  }

  async run(name: string): Promise<MochaVerdict> {
    const title = this.#titles.get(name);
    if (title === undefined) return { kind: "missing" };
    this.#mocha.grep(new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`));
    return new Promise((resolve) => {
      let passes = 0;
      let failure: string | undefined;
      const runner = this.#mocha.run(() => {
        if (failure !== undefined) resolve({ kind: "failed", message: failure });
        else if (passes === 1) resolve({ kind: "passed" });
        else resolve({ kind: "failed", message: "the test was skipped" });
      });
      runner.on("pass", () => (passes += 1));
      runner.on("fail", (_, error: unknown) => {
        failure ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      });
    });
  }
}

/** Mocha with its files loaded at once; by itself it would load them again for each run. */
class LoadedMocha extends Mocha {
  constructor(files: readonly string[]) {
    super({ ui: "bdd", timeout: 0 });
    this.reporter(Silent);
    this.cleanReferencesAfterRun(false);
    // Part of mocha's interface, and not yet of its types.
    (this as unknown as { lazyLoadFiles(on: boolean): void }).lazyLoadFiles(true);
    for (const file of files) this.addFile(file);
    this.loadFiles();
  }
}

/** A reporter that prints nothing. */
class Silent extends Mocha.reporters.Base {
  override done(failures: number, end?: (failures: number) => void): void {
    end?.(failures);
  }
}
