import type { RunTwin, StateParting } from "../../records";
import type { NoTwin } from "./findTwin";
import { nameOfPart, shownValue } from "../state/stateInWords";
import { traceTime } from "../explain/renderEvent";

/** What a run differs in that passes, and what is not the same in it. @param parting of the states, if it says something */
export function twinInWords(
  { how, passes: isPassed }: Pick<RunTwin, "how" | "passes">,
  parting: StateParting | undefined,
): string {
  const passes = `${how}, the test ${isPassed ? "passes" : "gets past this, and fails later in another way"}`;
  return parting === undefined ? passes : `${passes}: ${statesInWords(parting)}`;
}

/** Said where no run passes that was tried. */
export function noTwinInWords({ tried, alike }: Omit<NoTwin, "kind">): string {
  if (tried === 0) return "none: nothing in this run can be left out, and no two messages can change places";
  const how = alike === tried ? "in the same way" : "as well";
  const what = "with something less or two messages in the other order";
  return tried === 1
    ? `none: the nearest run, ${what}, fails ${how}`
    : `none: the ${String(tried)} nearest runs, each ${what}, fail ${how}`;
}

function statesInWords(parting: StateParting): string {
  const { at, host, here, there } = parting;
  const name = nameOfPart(parting);
  if (there === undefined)
    return `then ${host} has no \`${name}\` at ${traceTime(at)}, which is ${shownValue(here ?? "")} here`;
  const own = here === undefined ? "here it is not there" : `here it is ${shownValue(here)}`;
  return `then ${host}'s \`${name}\` is ${shownValue(there)} at ${traceTime(at)}, and ${own}`;
}
