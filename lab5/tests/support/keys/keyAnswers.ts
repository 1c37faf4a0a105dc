import { showValue } from "labrpc/testing";
import type { Response } from "../../../types";
import { CLOCK_MS, mayHaveLeft, type KeyOutcome, type KeyRequest, type KeyState } from "./KeyState";

/**
 * Whether the response is the answer to a request that came to an outcome.
 *
 * @param waits whether the server may have waited for its disk before it answered
 */
export function isAnswerTo(
  request: KeyRequest,
  response: Response,
  waits = false,
): (outcome: KeyOutcome) => boolean {
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
        if (waits && isOverBy(outcome, response.ttl)) return true;
        // "Rounded up to a whole one": nobody has more left than was given.
        return mayHaveLeft(outcome, response.ttl) && Number(response.ttl) <= Math.ceil(request.ttl);
    }
  };
}

/** Whether the time was over before a slow disk let the server answer, so that none was left. */
function isOverBy({ expiry, to }: KeyOutcome, ttl: unknown): boolean {
  return (
    expiry !== undefined &&
    expiry.from - CLOCK_MS <= to &&
    typeof ttl === "number" &&
    ttl <= 0 &&
    ttl * 1_000 >= expiry.from - to - CLOCK_MS
  );
}

/** What a key may hold, for a person. @param now virtual ms */
export function describeStates(states: readonly KeyState[], now: number): string {
  const all = states.map(({ value, expiry }) => {
    if (value === null) return "not there";
    const text = showValue(value);
    if (expiry === undefined) return `${text} without expiration`;
    const left = ((expiry.to - now) / 1_000).toFixed(3);
    return expiry.to < now
      ? `${text}, which expired ${((now - expiry.to) / 1_000).toFixed(3)} s ago`
      : `${text}, which expires in ${left} s`;
  });
  return [...new Set(all)].slice(0, 4).join(", or ");
}
