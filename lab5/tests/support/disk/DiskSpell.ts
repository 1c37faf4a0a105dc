import type { Simulation } from "labrpc/simulation";
import type { DiskModel } from "./DiskModel";

/** Which operations of a disk are unlike the others, and how. */
export type Spell =
  /** Each of them takes effect so much later, virtual ms. */
  | { readonly kind: "slow"; readonly skip: number; readonly count: number; readonly ms: number }
  /** None of them happens, and the server is told so much later, virtual ms. */
  | { readonly kind: "refuses"; readonly skip: number; readonly count: number; readonly ms: number };

/** The disk is full, or cannot be written to. */
class DiskRefuses extends Error {
  override readonly name = "DiskRefuses";
}

/** A time in which a disk is slow, or refuses: `count` operations long, after the first `skip`. */
export class DiskSpell {
  readonly #sim: Simulation;
  readonly #disk: DiskModel;
  readonly #spell: Spell;
  #seen = 0;
  #begins: () => void = () => undefined;
  /** Resolves when the first of the operations begins; never, when there is none. */
  readonly begun = new Promise<void>((resolve) => (this.#begins = resolve));
  #isOver = false;
  /** When the disk refused last, virtual ms. */
  #refusedAt = -Infinity;

  constructor(sim: Simulation, disk: DiskModel, spell: Spell) {
    this.#sim = sim;
    this.#disk = disk;
    this.#spell = spell;
    disk.during = ({ kind, name }) => this.#during(kind, name);
  }

  /** How much longer all operations take together, virtual ms. */
  get totalMs(): number {
    return this.#spell.count * this.#spell.ms;
  }

  /** Whether all of the operations are done, or this was ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** When the disk refused last, virtual ms; -Infinity: never. */
  get refusedAt(): number {
    return this.#refusedAt;
  }

  /** The disk is as ever again. What is slow now stays so. */
  end(): void {
    this.#isOver = true;
    this.#disk.during = undefined;
  }

  #during(kind: string, name: string): Promise<void> | undefined {
    const spell = this.#spell;
    // A full disk reads, removes and renames; and what a snapshot holds is decided before the first write, not the first read.
    if (kind === "read" || kind === "remove" || (kind === "rename" && spell.kind === "refuses"))
      return undefined;
    this.#seen += 1;
    if (this.#seen <= spell.skip) return undefined;
    const isLast = this.#seen >= spell.skip + spell.count;
    if (isLast) this.#disk.during = undefined;
    this.#begins();
    return this.#sim.sleep(spell.ms).then(() => {
      this.#isOver ||= isLast;
      if (spell.kind === "slow") return;
      this.#refusedAt = this.#sim.now;
      throw new DiskRefuses(`the disk refuses to ${kind} ${JSON.stringify(name)}`);
    });
  }
}
