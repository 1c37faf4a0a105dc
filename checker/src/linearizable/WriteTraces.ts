import type { FixedOrder, Footprint } from "../models/Footprint";
import type { Operation } from "../history/History";

/** An operation that may have entered a state. */
interface Entering {
  readonly at: number;
  readonly done: boolean;
  readonly parent: string | undefined;
  readonly once: boolean;
  readonly detail: string | undefined;
}

interface Creator {
  readonly operation: number;
  readonly parent: string | undefined;
}

const NOBODY: readonly Entering[] = [];
const NOBODY_APPENDS: readonly Creator[] = [];

/** What the operations of a history say about states. */
export class WriteTraces<Input, Output> {
  readonly reads = new Map<string, number[]>();
  readonly looks: number[] = [];
  /** Completed appends that do not say what they found. */
  readonly appends: number[] = [];
  /** States that were entered for sure, by name, and an operation that says so. */
  readonly needed = new Map<string, number>();
  guessed = false;
  readonly #order: FixedOrder<Input, Output>;
  readonly #into = new Map<string, Entering[]>();
  /** What reads tell of states beside their names. */
  readonly #details = new Map<string, string>();
  readonly #byText = new Map<string, number[]>();
  readonly #lengths = new Set<number>();

  constructor(order: FixedOrder<Input, Output>) {
    this.#order = order;
    this.needed.set(order.initial, 0);
  }

  /** False when the operation does not say enough. */
  add(at: number, { input, output, returned }: Operation<Input, Output>): boolean {
    const footprint = this.#order.footprint(input, output);
    if (footprint === undefined) return false;
    const done = returned !== Infinity;
    switch (footprint.kind) {
      case "read":
        if (done) this.#read(at, footprint.at, footprint.detail);
        return true;
      case "look":
        if (done) this.looks.push(at);
        return true;
      case "append":
        if (done) this.appends.push(at);
        pushToGroup(this.#byText, footprint.text, at);
        this.#lengths.add(footprint.text.length);
        return footprint.text !== "";
      default:
        return this.#enter(at, footprint, done);
    }
  }

  creatorOf(name: string): Creator | { readonly twice: number } | "initially" | "nobody" | "undecided" {
    const entering = this.#into.get(name) ?? NOBODY;
    const appending = this.#lengths.size === 0 ? NOBODY_APPENDS : this.#appending(name);
    const count = entering.length + appending.length;
    if (name === this.#order.initial) return count === 0 ? "initially" : "undecided";
    if (count === 0) return "nobody";
    const only = entering[0];
    if (count === 1) return only === undefined ? (appending[0] ?? "nobody") : creatorOfValue(only);
    const certain = entering.filter(({ done }) => done);
    if (appending.length === 0 && entering.every(({ once }) => once) && certain.length > 0) {
      const [first, second] = certain;
      return second === undefined && first !== undefined
        ? creatorOfValue(first)
        : { twice: certain.at(-1)?.at ?? 0 };
    }
    return appending.length === 0 ? this.#oneOf(name, entering) : "undecided";
  }

  #appending(name: string): Creator[] {
    return [...this.#lengths].flatMap((length) => {
      if (length > name.length) return [];
      const parent = name.slice(0, name.length - length);
      return (this.#byText.get(name.slice(parent.length)) ?? []).map((operation) => ({ operation, parent }));
    });
  }

  /**
   * One of several operations that never returned and may have entered a state that is entered once: the one that
   * agrees with what was read. If that leaves several, the first; the order that follows may be right, but when there
   * is none, nothing follows from it.
   */
  #oneOf(name: string, entering: readonly Entering[]): Creator | "undecided" {
    if (!entering.every(({ once }) => once)) return "undecided";
    const detail = this.#details.get(name);
    const agreeing = entering.filter((one) => detail === undefined || one.detail === detail);
    const [first] = agreeing;
    if (first === undefined) return "undecided";
    if (agreeing.length > 1) this.guessed = true;
    return creatorOfValue(first);
  }

  #read(at: number, name: string, detail: string | undefined): void {
    if (detail !== undefined) this.#details.set(name, detail);
    pushToGroup(this.reads, name, at);
    this.needed.set(name, at);
  }

  #enter(at: number, footprint: Extract<Footprint, { kind: "write" | "change" }>, done: boolean): boolean {
    const change = footprint.kind === "change" ? footprint : undefined;
    if (done && change?.orNothing === true) return false;
    pushToGroup(this.#into, footprint.to, {
      at,
      done,
      parent: change?.from,
      once: change?.once ?? false,
      detail: change?.detail,
    });
    if (done) this.needed.set(footprint.to, at);
    return true;
  }
}

function creatorOfValue({ at, parent }: Entering): Creator {
  return { operation: at, parent };
}

function pushToGroup<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
