import type { SchedulingPolicy } from "./SchedulingPolicy";

/**
 * Takes the alternatives that the list says, then always the first. Where there is no such alternative, because the
 * code has changed since the choices were made, it takes the first as well.
 */
export function followChoices(choices: readonly number[]): SchedulingPolicy {
  let step = 0;
  return {
    touched: new Set(),
    choose: (alternatives) => {
      const choice = choices[step++] ?? 0;
      return choice < alternatives.length ? choice : 0;
    },
  };
}
