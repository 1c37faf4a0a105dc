import { bytesInUse, settledBytesInUse } from "./bytesInUse";

/** Measures how much of the real heap is freed: the one thing in a run that is not virtual. */
export class HeapMeter {
  /** Figures that were measured in this run, in bytes, in order. */
  readonly measured: number[] = [];
  /** What each of them could be at most. */
  readonly allowed: number[] = [];
  readonly #known: readonly number[] | undefined;
  #isMeasuring = false;

  /** @param known figures of an earlier run of the same seed, which are taken instead of new ones */
  constructor(known: readonly number[] | undefined) {
    this.#known = known;
  }

  /** While true no event may run. */
  get isMeasuring(): boolean {
    return this.#isMeasuring;
  }

  /** Whether `free` frees no more than so many bytes. */
  async freesAtMost(mostBytes: number, free: () => void): Promise<boolean> {
    this.#isMeasuring = true;
    let freed = this.#known?.[this.measured.length];
    if (freed === undefined) {
      // What earlier runs left goes late, and slowly.
      const settled = this.measured.length === 0 || this.#known !== undefined;
      const before = settled ? await settledBytesInUse() : bytesInUse();
      free();
      // What is freed may go late as well.
      freed = before - (await settledBytesInUse());
    } else free();
    this.measured.push(freed);
    this.allowed.push(mostBytes);
    this.#isMeasuring = false;
    return freed <= mostBytes;
  }
}
