import {
  TOUCHED,
  type Alternative,
  type SchedulingPolicy,
} from "../../simulation/schedules/SchedulingPolicy";

/** An alternative that was taken, and what it touched until the next choice. */
interface Taken {
  readonly name: string;
  readonly touched: ReadonlySet<string>;
}

interface Choice {
  readonly names: readonly string[];
  /** What need not be taken here: another run has shown what comes of it. */
  readonly asleep: readonly Taken[];
  readonly done: Taken[];
  taken: number;
  touched: ReadonlySet<string>;
}

/**
 * Walks depth first through all orders of a scenario, which runs from its start for each of them.
 *
 * Two choices that touch nothing in common can change places and nobody can tell; of such orders one is enough. They
 * are left out by sleep sets (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996,
 * chapter 5): what was tried at a choice sleeps in the choices after its siblings, until something is taken that
 * has a thing in common with it.
 */
export class OrderWalk implements SchedulingPolicy {
  readonly touched = new Set<string>();
  readonly #reduce: boolean;
  #path: Choice[] = [];
  #at = 0;
  #redundant = false;

  /** @param reduce whether to leave out orders that nobody can tell from another; default true */
  constructor({ reduce = true }: { reduce?: boolean } = {}) {
    this.#reduce = reduce;
  }

  /** The alternatives that the last run took; replays it as `choices` of the strategy "orders". */
  get choices(): number[] {
    const taken = this.#path.map((choice) => choice.taken);
    return taken.slice(0, taken.findLastIndex((number) => number !== 0) + 1);
  }

  /** Whether the last run was given up, since all that could happen next was known already. */
  get redundant(): boolean {
    return this.#redundant;
  }

  /** To be called before each run. */
  begin(): void {
    this.#at = 0;
    this.#redundant = false;
    this.touched.clear();
  }

  choose(alternatives: readonly Alternative[]): number | undefined {
    this.#closeLast();
    const known = this.#path[this.#at];
    const choice = known ?? this.#newChoice(alternatives.map(({ name }) => name));
    if (choice === undefined) {
      this.#redundant = true;
      return undefined;
    }
    if (known === undefined) this.#path.push(choice);
    this.#at += 1;
    return choice.taken;
  }

  /** To be called after each run: turns to the next order. Returns false when there is none left. */
  advance(): boolean {
    this.#closeLast();
    for (let last = this.#path.at(-1); last !== undefined; last = this.#path.at(-1)) {
      last.done.push({ name: last.names[last.taken] ?? "", touched: last.touched });
      const next = firstUntriedMessage(last.names, [...last.asleep, ...last.done]);
      if (next !== undefined) {
        last.taken = next;
        return true;
      }
      this.#path.pop();
    }
    return false;
  }

  /** What was touched since the last choice belongs to what was taken there. */
  #closeLast(): void {
    const last = this.#path[this.#at - 1];
    if (last !== undefined) last.touched = new Set(this.touched);
    this.touched.clear();
  }

  #newChoice(names: readonly string[]): Choice | undefined {
    const before = this.#path[this.#at - 1];
    const asleep =
      before === undefined || !this.#reduce
        ? []
        : [...before.asleep, ...before.done].filter(
            ({ name, touched }) => names.includes(name) && !haveTouchedCommon(touched, before.touched),
          );
    const taken = firstUntriedMessage(names, asleep);
    return taken === undefined ? undefined : { names, asleep, done: [], taken, touched: new Set() };
  }
}

function firstUntriedMessage(names: readonly string[], without: readonly Taken[]): number | undefined {
  const index = names.findIndex((name) => !without.some((one) => one.name === name));
  return index === -1 ? undefined : index;
}

function haveTouchedCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.has(TOUCHED.everything) || b.has(TOUCHED.everything)) return true;
  for (const thing of a) if (b.has(thing)) return true;
  return false;
}
