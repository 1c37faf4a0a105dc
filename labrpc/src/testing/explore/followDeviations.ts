import type { SchedulingPolicy } from "../../simulation/schedules/SchedulingPolicy";

/** A choice of something else than the first alternative. */
export interface Deviation {
  /** Before which choice there is to be none of it, from 0. */
  readonly at: number;
  /** The alternative's name, which is the same in every order. */
  readonly name: string;
}

/**
 * Takes the first alternative, but for these: each is taken at its place, or later, as soon as there is such an
 * alternative. By their names they stay what they are when others are left out, which moves all numbers.
 */
export function followDeviations(deviations: readonly Deviation[]): SchedulingPolicy {
  let step = 0;
  let left = [...deviations];
  return {
    touched: new Set(),
    choose: (alternatives) => {
      const at = step++;
      const due = left.find((one) => one.at <= at && alternatives.some(({ name }) => name === one.name));
      if (due === undefined) return 0;
      left = left.filter((one) => one !== due);
      return alternatives.findIndex(({ name }) => name === due.name);
    },
  };
}
