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
    return this.chunks.slice(0, chunk).some((_, earlier) => this.#ends(earlier));
  }

  /** The whole run, once, when nothing of it is to come any more; else undefined. */
  takeWhole(): TestRun | undefined {
    if (this.#taken || !this.#isWhole()) return undefined;
    this.#taken = true;
    return this.merged();
  }

  /** What there is so far, up to the chunk that ends the test: whether later ones ran at the same time does not matter. */
  merged(): TestRun {
    const end = this.chunks.findIndex((_, chunk) => this.#ends(chunk));
    const counted = end === -1 ? this.#runs : this.#runs.slice(0, end + 1);
    return mergeSeedChunks(counted.filter((run) => run !== undefined));
  }

  #isWhole(): boolean {
    for (const chunk of this.chunks.keys()) {
      if (this.#runs[chunk] === undefined) return false;
      if (this.#ends(chunk)) return true;
    }
    return true;
  }

  #ends(chunk: number): boolean {
    const run = this.#runs[chunk];
    if (run === undefined) return false;
    const { stopAtFirstFailure } = this.request;
    return isLastChunk(run, { seeds: this.chunks[chunk]?.length ?? 0, stopAtFirstFailure });
  }
}
