import type { FixedOrder, Footprint } from "../models/Footprint";
import type { History } from "../history/History";
import type { Model } from "../models/Model";

/** What an order so far, and the operations that are not in it yet, allow reads to come. */
export interface ReadsToCome {
  /** False when nobody is left who could lead to the state that a read needs. Used when the read does not fit now. */
  canStillFit(read: number, isOrdered: (operation: number) => boolean): boolean;
  /** True when the operation, were it next, would leave a state for good that a read still needs. */
  losesRead(operation: number, order: readonly number[], isOrdered: (operation: number) => boolean): boolean;
}

/** For models that do not name their states. */
export const ANY_READS_TO_COME: ReadsToCome = { canStillFit: () => true, losesRead: () => false };

/**
 * The reads to come of a history, for models that name their states. Without names, and for parts with operations
 * that may lead anywhere, every read may still fit.
 */
export function readsToCome<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  partOf: (operation: number) => number,
): ReadsToCome {
  return model.order === undefined
    ? ANY_READS_TO_COME
    : new NamedReadsToCome(
        model.order,
        history.map((operation, i) => ({ ...operation, part: partOf(i) })),
      );
}

class NamedReadsToCome<Input, Output> implements ReadsToCome {
  readonly #initial: string;
  readonly #footprints: readonly (Footprint | undefined)[];
  readonly #parts: readonly number[];
  /** The operations that lead to a state, and the reads that were answered in it. */
  readonly #leading = new Map<string, number[]>();
  readonly #reads = new Map<string, number[]>();
  /** Parts with operations that may lead anywhere. */
  readonly #open = new Set<number>();

  constructor(
    order: FixedOrder<Input, Output>,
    history: readonly (History<Input, Output>[number] & { readonly part: number })[],
  ) {
    this.#initial = order.initial;
    this.#parts = history.map(({ part }) => part);
    this.#footprints = history.map(({ input, output }) => order.footprint(input, output));
    this.#footprints.forEach((footprint, i) => {
      const part = this.#part(i);
      if (footprint === undefined || footprint.kind === "append") this.#open.add(part);
      else if (footprint.kind === "read") {
        if (history[i]?.returned !== Infinity) put(this.#reads, nameOfState(part, footprint.at), i);
      } else if (footprint.kind !== "look") put(this.#leading, nameOfState(part, footprint.to), i);
    });
  }

  canStillFit(read: number, isOrdered: (operation: number) => boolean): boolean {
    const [footprint, part] = [this.#footprints[read], this.#part(read)];
    if (footprint?.kind !== "read" || this.#open.has(part)) return true;
    return this.#isToCome(nameOfState(part, footprint.at), isOrdered);
  }

  losesRead(operation: number, order: readonly number[], isOrdered: (operation: number) => boolean): boolean {
    const [footprint, part] = [this.#footprints[operation], this.#part(operation)];
    if (this.#open.has(part) || (footprint?.kind !== "write" && footprint?.kind !== "change")) return false;
    const now = this.#now(part, order);
    if (footprint.to === now || (footprint.kind === "change" && footprint.from !== now)) return false;
    const name = nameOfState(part, now);
    const needed = this.#reads.get(name)?.some((read) => !isOrdered(read)) ?? false;
    return needed && !this.#isToCome(name, isOrdered);
  }

  #isToCome(name: string, isOrdered: (operation: number) => boolean): boolean {
    return this.#leading.get(name)?.some((operation) => !isOrdered(operation)) ?? false;
  }

  /** The state of a part after an order. */
  #now(part: number, order: readonly number[]): string {
    for (let place = order.length - 1; place >= 0; place--) {
      const operation = order[place] as number;
      if (this.#part(operation) !== part) continue;
      const footprint = this.#footprints[operation];
      if (footprint?.kind === "read") return footprint.at;
      if (footprint?.kind === "write") return footprint.to;
      // In another state than its first an operation of unknown outcome did nothing.
      if (footprint?.kind === "change" && footprint.orNothing !== true) return footprint.to;
      if (footprint?.kind === "change" && this.#now(part, order.slice(0, place)) === footprint.from)
        return footprint.to;
    }
    return this.#initial;
  }

  #part(operation: number): number {
    return this.#parts[operation] as number;
  }
}

function nameOfState(part: number, state: string): string {
  return `${String(part)} ${state}`;
}

function put(operations: Map<string, number[]>, name: string, operation: number): void {
  const others = operations.get(name);
  if (others === undefined) operations.set(name, [operation]);
  else others.push(operation);
}
