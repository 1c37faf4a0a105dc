import type { StoreRequest } from "./configuration";
import type { DoneStoreRequest } from "./messages";
import { StoreCallPatience } from "./StoreCallPatience";

/** What is called of the student's Clerk. What comes back is looked at. */
export interface RunningStoreClerk {
  get(key: string): Promise<unknown>;
  set(key: string, value: string): Promise<unknown>;
}

export interface StoreClerkOptions {
  /** Ms since the run began. */
  readonly clock: () => number;
  /** How long one call may take, ms. A clerk may make several for one request. */
  readonly timeoutMs: number;
  readonly onDone: (done: DoneStoreRequest) => void;
}

/** So many time-outs a clerk may wait, or try again, before its request is given up. */
const PATIENCE = 3;
/** The longest random sleep, ms; the course's document says one second. */
const RANDOM_SLEEP_MS = 1_000;

/**
 * Carries out a client's requests, one after the other. A request that gets no answer is its last one: what it has
 * asked for may still happen, and a client that went on would do two things at a time.
 */
export async function runStoreRequests(
  clerk: RunningStoreClerk,
  requests: readonly StoreRequest[],
  { clock, timeoutMs, onDone }: StoreClerkOptions,
): Promise<void> {
  const patience = new StoreCallPatience(timeoutMs * PATIENCE);
  for (const [at, request] of requests.entries()) {
    const called = clock();
    if (request.kind === "sleep") {
      await sleepBetweenStoreRequests(request.ms ?? Math.random() * RANDOM_SLEEP_MS);
      onDone({ at, called, outcome: { kind: "slept", returned: clock() } });
      continue;
    }
    try {
      const output = await patience.wait(callStoreClerk(clerk, request));
      onDone({ at, called, outcome: { kind: "answered", output, returned: clock() } });
    } catch (error) {
      const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      onDone({ at, called, outcome: { kind: "failed", problem, returned: clock() } });
      break;
    }
  }
  patience.stop();
}

async function callStoreClerk(
  clerk: RunningStoreClerk,
  request: Exclude<StoreRequest, { kind: "sleep" }>,
): Promise<string> {
  if (request.kind === "set") {
    await clerk.set(request.key, request.value);
    return "";
  }
  const value = await clerk.get(request.key);
  if (typeof value === "string") return value;
  throw new TypeError(`expected get to resolve to a string, got ${value === null ? "null" : typeof value}`);
}

function sleepBetweenStoreRequests(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
