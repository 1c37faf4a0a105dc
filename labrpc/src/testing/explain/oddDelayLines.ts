import type { Simulation } from "../../simulation/Simulation";

/** Places that are named; of more, nothing is said. */
const MOST_LINES = 2;

/**
 * Where student code gave a timer a delay that is no number, or too large a one, in sentences. Node takes either for 1 ms, so who
 * wanted to wait for long, or for ever, does not wait at all.
 *
 * @param sim best one that was recorded
 */
export function oddDelayLines(sim: Simulation): string[] {
  return sim
    .oddDelays()
    .slice(0, MOST_LINES)
    .map(({ host, asked, where }) => {
      const place = where === "" ? "" : ` at ${where}`;
      return `${host} set a timer of ${asked} ms${place}, and it fires after 1 ms, as in Node${asked === "NaN" ? ". NaN comes of arithmetic with undefined, or with a text" : ", whose longest timer is 24 days"}`;
    });
}
