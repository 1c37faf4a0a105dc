/** Measures how much of the real heap is freed: the one thing in a run that is not virtual. */
export class HeapMeter {
  /** Figures that were measured in this run, in bytes, in order. */
  readonly measured: number[] = [];
  /** What each of them could be at most. */
  readonly allowed: number[] = [];
  readonly #known: readonly number[] | undefined;
  readonly #bytesInUse: (settled: boolean) => Promise<number>;
  #isMeasuring = false;

  /**
   * @param known figures of an earlier run of the same seed, which are taken instead of new ones
   * @param bytesInUse see `Realm.bytesInUse`
   */
  constructor(known: readonly number[] | undefined, bytesInUse: (settled: boolean) => Promise<number>) {
    this.#known = known;
    this.#bytesInUse = bytesInUse;
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
      const before = await this.#bytesInUse(settled);
      free();
      // What is freed may go late as well.
      freed = before - (await this.#bytesInUse(true));
    } else free();
    this.measured.push(freed);
    this.allowed.push(mostBytes);
    this.#isMeasuring = false;
    return freed <= mostBytes;
  }
}
