import { isDeepStrictEqual } from "node:util";
import type { DebugChoice } from "labrpc/records";
import type { DebugStep } from "labrpc/testing";

/** A way that was tried. */
export interface DebugBranch {
  readonly id: number;
  readonly steps: readonly DebugStep[];
  /** The branch that it left, and after how many steps; undefined for the first. */
  readonly from: { readonly branch: number; readonly at: number } | undefined;
  /** What was wrong at its end, if something was. */
  readonly failed: string | undefined;
}

/** All that was tried. Nothing is ever forgotten: who goes back and chooses otherwise begins a branch. */
export class DebugTree {
  #branches: DebugBranch[] = [{ id: 1, steps: [], from: undefined, failed: undefined }];
  #current = 1;
  #at = 0;

  get branches(): readonly DebugBranch[] {
    return this.#branches;
  }

  /** The number of the current branch. */
  get current(): number {
    return this.#current;
  }

  /** How many of its steps have been made. */
  get at(): number {
    return this.#at;
  }

  /** What leads from the start to here. */
  get choices(): readonly DebugChoice[] {
    return this.#branch(this.#current)
      .steps.slice(0, this.#at)
      .map(({ choice }) => choice);
  }

  /** Goes to a place on a branch. Throws RangeError when there is none. */
  go(branch: number, at: number): void {
    const { steps } = this.#branch(branch);
    if (!Number.isSafeInteger(at) || at < 0 || at > steps.length)
      throw new RangeError(`expected a step from 0 to ${String(steps.length)}, got ${String(at)}`);
    this.#current = branch;
    this.#at = at;
  }

  /** The run is here now: it has made these steps. @param failed what is wrong, if something is */
  arrive(steps: readonly DebugStep[], failed: string | undefined): void {
    const known = this.#branches.find(({ steps: other }) => sharedSteps(other, steps) === steps.length);
    if (known !== undefined) {
      // On the same way still, perhaps not at its end.
      const here = sharedSteps(this.#branch(this.#current).steps, steps) === steps.length;
      if (!here) this.#current = known.id;
    } else {
      const current = this.#branch(this.#current);
      const shared = sharedSteps(current.steps, steps);
      if (shared === current.steps.length) this.#replace({ ...current, steps });
      else this.#begin(steps, current.id, shared);
    }
    this.#at = steps.length;
    const branch = this.#branch(this.#current);
    if (branch.steps.length === steps.length && branch.failed !== failed)
      this.#replace({ ...branch, failed });
  }

  /** The code has changed: what was tried is tried anew from here, and this is how far the steps of the branch got. */
  replay(steps: readonly DebugStep[], failed: string | undefined): void {
    this.#replace({ ...this.#branch(this.#current), steps, failed });
    this.#at = steps.length;
  }

  #begin(steps: readonly DebugStep[], branch: number, at: number): void {
    const id = this.#branches.length + 1;
    this.#branches.push({ id, steps, from: { branch, at }, failed: undefined });
    this.#current = id;
  }

  #branch(id: number): DebugBranch {
    const found = this.#branches.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`expected a branch that there is, got ${String(id)}`);
    return found;
  }

  #replace(branch: DebugBranch): void {
    this.#branches = this.#branches.map((one) => (one.id === branch.id ? branch : one));
  }
}

function sharedSteps(a: readonly DebugStep[], b: readonly DebugStep[]): number {
  let at = 0;
  while (at < a.length && at < b.length && isDeepStrictEqual(a[at]?.choice, b[at]?.choice)) at += 1;
  return at;
}
