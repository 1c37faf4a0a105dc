import type { Simulation } from "labrpc/simulation";
import type { ClerkOptions } from "../../../types";
import type { SentRequest } from "./RequestLog";

/** A call of a clerk that is over. */
export interface MadeCall {
  /** As `clerk-1's get("a")`. */
  readonly what: string;
  /** How it ended: "done", or the code of its error. */
  readonly outcome: string;
  /** What the clerk sent meanwhile, in order. */
  readonly requests: readonly SentRequest[];
}

/** Timers fire on whole ms, and what jitter adds is up to the clerk, virtual ms. */
const GRACE_MS = 10;

/**
 * Fails unless a call ended, resent and paused as the handout says:
 *
 * - "Throw ErrMaybe only when an earlier attempt of the same call may have been executed": not when each request was
 *   answered before the next one was sent. Nor is there then "no reply", as ErrTimeout says.
 * - "How many times one request is resent when no reply comes (counting the first attempt as well is also accepted).
 *   Default: no limit." The first attempt is made in any case.
 * - "The pause doubles with each retry", up to min(maxDelay, retryDelay × 2ⁿ⁻¹). Four times as long a pause, and twice
 *   maxDelay, are let pass here: a single pause shows no more.
 */
export function judgeCall(sim: Simulation, call: MadeCall, options: ClerkOptions): { gaveUp: boolean } {
  const { what, outcome, requests } = call;
  const isInDoubt = outcome === "ErrMaybe" || outcome === "ErrTimeout";
  const allAnswered = requests.every(
    ({ end, endedAt = Infinity }, i) => end === "answer" && endedAt <= (requests[i + 1]?.at ?? Infinity),
  );
  if (isInDoubt && allAnswered)
    sim.fail(`${what} ended with ${outcome}, although no reply was missing`, {
      expected: "the answer of the server",
      got: `${outcome} after ${count(requests.length)}`,
    });
  const { maxRetries = Infinity } = options;
  const counts = new Map<string, number>();
  for (const { method } of requests) counts.set(method, (counts.get(method) ?? 0) + 1);
  const last = requests.at(-1);
  const gaveUp = isInDoubt && (outcome === "ErrTimeout" || last?.end !== "answer");
  const tries = last === undefined ? 0 : (counts.get(last.method) ?? 0);
  if (gaveUp && tries < Math.max(1, maxRetries))
    sim.fail(`${what} was given up too early, with ${retries(maxRetries)}`, {
      expected: maxRetries === Infinity ? "retries until an answer comes" : `${String(maxRetries)} retries`,
      got: `${outcome} after ${count(tries)}`,
    });
  for (const [method, sent] of counts)
    if (sent > maxRetries + 1)
      sim.fail(`${what} was sent too often, with ${retries(maxRetries)}`, {
        expected: `at most ${count(maxRetries + 1)}`,
        got: `${count(sent)} of ${method}`,
      });
  judgePauses(sim, call, options);
  return { gaveUp };
}

function judgePauses(sim: Simulation, { what, requests }: MadeCall, options: ClerkOptions): void {
  const { retryDelay = 10, maxDelay = 1_000 } = options;
  const sent = new Map<string, { readonly last: SentRequest; readonly retry: number }>();
  for (const request of requests) {
    const { last, retry = 0 } = sent.get(request.method) ?? {};
    if (last?.end === "time-out") {
      const pause = request.at - (last.endedAt ?? request.at);
      const nominal = Math.min(maxDelay, retryDelay * 2 ** (retry - 1));
      if (pause > Math.min(4 * nominal, 2 * maxDelay) + GRACE_MS)
        sim.fail(`the pause of ${what} before retry ${String(retry)} is too long`, {
          expected: `at most ${String(nominal)} ms, with retryDelay ${String(retryDelay)} and maxDelay ${String(maxDelay)}`,
          got: `${pause.toFixed(0)} ms`,
        });
    }
    sent.set(request.method, { last: request, retry: retry + 1 });
  }
}

function retries(maxRetries: number): string {
  return maxRetries === Infinity ? "no limit of retries" : `maxRetries ${String(maxRetries)}`;
}

function count(requests: number): string {
  return requests === 1 ? "1 request" : `${String(requests)} requests`;
}
