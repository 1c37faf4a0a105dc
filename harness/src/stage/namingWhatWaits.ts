import type { Outcome } from "labrpc/simulation";
import type { Explanation } from "labrpc/testing";

/**
 * The explanation of a run that could not go on, with the call in its message that never returned: that it returns is what
 * the scenario expected. Of several calls it names the one that was made first. Others stay as they are.
 */
export function namingWhatWaits(explanation: Explanation, outcome: Outcome): Explanation {
  if (outcome.kind !== "deadlock" && outcome.kind !== "no-progress") return explanation;
  // Calls between hosts come after those of the scenario, and are what these are made of.
  const calls = outcome.waiting.filter(({ to }) => to === "");
  const [first] = calls;
  if (first === undefined) return explanation;
  const others = calls.length === 1 ? "" : ` (nor did ${String(calls.length - 1)} more)`;
  const call = `${first.from}'s ${first.what}, called at ${first.since.toFixed(1)} ms`;
  return { ...explanation, message: `${call}, never returned${others}: ${explanation.message}` };
}
