import type { JobRequest } from "./JobRequest";
import { isLastChunk, mergeSeedChunks, seedChunks } from "./seedChunks";
import type { TestRun } from "../protocol/TestRun";

/** One test whose seeds run in several jobs, perhaps at the same time. */
export class ChunkedTest {
  readonly chunks: readonly (readonly number[])[];
  readonly #runs: (TestRun | undefined)[] = [];
  #taken = false;

  constructor(readonly request: JobRequest) {
    this.chunks = seedChunks(request.seeds);
  }

  add(chunk: number, run: TestRun): void {
    this.#runs[chunk] = run;
  }

  /** Whether an earlier chunk has ended the test already, so that this one need not run. */
  isDecidedBefore(chunk: number): boolean {
    return this.#runs.slice(0, chunk).some((run) => run !== undefined && this.#ends(run));
  }

  /** The whole run, once, when nothing of it is to come any more; else undefined. */
  takeWhole(): TestRun | undefined {
    if (this.#taken || !this.#isWhole()) return undefined;
    this.#taken = true;
    return this.merged();
  }

  merged(): TestRun {
    return mergeSeedChunks(
      this.#runs.filter((run) => run !== undefined),
      this.request.stopAtFirstFailure,
    );
  }

  #isWhole(): boolean {
    for (let chunk = 0; chunk < this.chunks.length; chunk++) {
      const run = this.#runs[chunk];
      if (run === undefined) return false;
      if (this.#ends(run)) return true;
    }
    return true;
  }

  #ends(run: TestRun): boolean {
    return isLastChunk(run, this.request.stopAtFirstFailure);
  }
}
