import type { Simulation } from "labrpc/simulation";
import type { DiskModel, DiskOperation } from "./DiskModel";

/** What a snapshot takes that nothing holds up, virtual ms. */
const SLACK_MS = 250;
/** For each key, where a server writes one after the other. */
const KEY_MS = 6;

/** What a server is told, and what its disk is like. */
export interface Saving {
  readonly file: string;
  readonly saveEveryMs: number;
  /** How long the disk takes longer for each thing, virtual ms. */
  readonly slowMs: number;
  /** How many keys there are at most. */
  readonly keys: number;
}

/**
 * Watches a disk, and says from when on everything that was answered has to survive a crash: "whatever was answered before
 * the snapshot began is in it", and one is begun "every saveEveryMs". It counts when it is flushed and renamed.
 */
export class SnapshotWatch {
  readonly #sim: Simulation;
  readonly #saving: Saving;
  /** When each file was begun. */
  readonly #begun = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  /** How long the disk holds up some of the operations of this life, all together, virtual ms. */
  heldMs = 0;
  #complete = false;
  #since = 0;
  #up = 0;

  constructor(sim: Simulation, disk: DiskModel, saving: Saving) {
    this.#sim = sim;
    this.#saving = saving;
    disk.begun = (operation) => {
      this.#began(operation);
    };
    disk.after = (operation) => {
      this.#saw(operation);
    };
  }

  /** Whether a whole snapshot is on the disk. */
  get isComplete(): boolean {
    return this.#complete;
  }

  /** Resolves when the server has done something to its disk. */
  nextStep(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The server has started, and knows what its disk knew. */
  started(): void {
    this.#up = this.#sim.now;
    this.#begun.clear();
  }

  /** A server that was stopped in good order has saved everything. @param at when it was asked to stop */
  stopped(at: number): void {
    this.#since = Math.max(this.#since, at);
  }

  /** Somebody took the snapshot away, or spoilt it. */
  lost(): void {
    this.#complete = false;
  }

  /** From when on what was answered has to be there, if the server is killed now. */
  sinceOfCrash(): number {
    const { saveEveryMs, slowMs, keys } = this.#saving;
    // Snapshots that take longer than the interval may come ever later.
    if (this.#isTooSlow) return this.#since;
    const longest = SLACK_MS + 2 * (slowMs * (10 + keys) + keys * KEY_MS) + 2 * this.heldMs;
    const first = slowMs > 0 || this.heldMs > 0 ? 2 * saveEveryMs : saveEveryMs;
    const due = this.#sim.now - first - longest;
    return due < this.#up ? this.#since : Math.max(this.#since, due);
  }

  get #isTooSlow(): boolean {
    return 3 * this.#saving.slowMs > this.#saving.saveEveryMs;
  }

  #began({ kind, name }: DiskOperation): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
    if (kind === "write" || (kind === "append" && !this.#begun.has(name)))
      this.#begun.set(name, this.#sim.now);
  }

  #saw({ kind, name, to }: DiskOperation): void {
    const { now } = this.#sim;
    const begun = this.#begun.get(name);
    if (kind !== "rename" && kind !== "remove") return;
    this.#begun.delete(name);
    if (to !== this.#saving.file || begun === undefined) return;
    this.#complete = true;
    // One that is written while the one before takes its time may have been begun long before.
    if (this.#isTooSlow || now - begun > this.#saving.saveEveryMs / 2) return;
    const { slowMs, keys } = this.#saving;
    this.#since = Math.max(this.#since, Math.min(begun - 3 * slowMs, now - keys * KEY_MS) - SLACK_MS);
  }
}
