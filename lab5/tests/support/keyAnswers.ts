import { showValue } from "labrpc/testing";
import type { Response } from "../../types";
import { mayHaveLeft, type KeyOutcome, type KeyRequest, type KeyState } from "./KeyState";

/** Whether the response is the answer to a request that came to an outcome. */
export function isAnswerTo(request: KeyRequest, response: Response): (outcome: KeyOutcome) => boolean {
  const isDone = response.status === "success";
  return (outcome) => {
    switch (request.kind) {
      case "set":
        return isDone;
      case "delete":
      case "look":
        return isDone === outcome.found;
      case "get":
        if (!isDone || !outcome.found) return !isDone && !outcome.found && response.value === null;
        return response.value === outcome.value && mayHaveLeft(outcome, response.ttl);
      case "expire":
        if (!isDone || !outcome.found) return isDone === outcome.found;
        // "Rounded up to a whole one": nobody has more left than was given.
        return mayHaveLeft(outcome, response.ttl) && Number(response.ttl) <= Math.ceil(request.ttl);
    }
  };
}

/** What a key may hold, for a person. @param now virtual ms */
export function describeStates(states: readonly KeyState[], now: number): string {
  const all = states.map(({ value, expiry }) => {
    if (value === null) return "not there";
    const text = showValue(JSON.stringify(value));
    if (expiry === undefined) return `${text} without expiration`;
    const left = ((expiry.to - now) / 1_000).toFixed(3);
    return expiry.to < now
      ? `${text}, which expired ${((now - expiry.to) / 1_000).toFixed(3)} s ago`
      : `${text}, which expires in ${left} s`;
  });
  return [...new Set(all)].slice(0, 4).join(", or ");
}
