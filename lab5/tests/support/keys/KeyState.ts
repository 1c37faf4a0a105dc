/** When a key expires: somewhere between two moments, virtual ms. `id` tells one expiration from another. */
interface Expiry {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** What a key may hold. A value of null: there is no such key. */
export interface KeyState {
  readonly value: string | null;
  readonly expiry?: Expiry;
}

/** A well-formed request for a key. "look" asks only whether it is there, as KEYS and STATS do. */
export type KeyRequest =
  | { readonly kind: "get" | "delete" | "look" }
  | { readonly kind: "set"; readonly value: string }
  | { readonly kind: "expire"; readonly ttl: number };

/** What a request found, when it was executed between two moments; `expiry`: what the key had then, or was given. */
export interface KeyOutcome {
  readonly found: boolean;
  readonly value: string | null;
  readonly expiry?: Expiry;
  readonly from: number;
  readonly to: number;
}

/** How far apart two right clocks may be: they count whole ms, and a time may be saved in whole ms. */
export const CLOCK_MS = 2;

const NONE: KeyState = { value: null };

/** All that may happen when the request is executed between two moments. */
export function outcomesOf(
  state: KeyState,
  request: KeyRequest,
  from: number,
  to: number,
): { state: KeyState; outcome: KeyOutcome }[] {
  const { value, expiry } = state;
  const all: { state: KeyState; outcome: KeyOutcome }[] = [];
  const times = { from, to };
  if (value === null || (expiry !== undefined && expiry.from - CLOCK_MS <= to)) {
    const outcome = { found: false, value: null, ...times };
    all.push({ state: request.kind === "set" ? { value: request.value } : NONE, outcome });
  }
  if (value === null || (expiry !== undefined && expiry.to + CLOCK_MS <= from)) return all;
  const found = { found: true, value, ...times };
  switch (request.kind) {
    case "get":
    case "look":
      all.push({ state, outcome: { ...found, ...(expiry === undefined ? {} : { expiry }) } });
      break;
    case "delete":
      all.push({ state: NONE, outcome: found });
      break;
    case "set":
      all.push({ state: { value: request.value }, outcome: found });
      break;
    case "expire": {
      const ms = request.ttl * 1_000;
      const given = { id: `${String(from)} ${String(ms)}`, from: from + ms, to: to + ms };
      all.push({ state: { value, expiry: given }, outcome: { ...found, expiry: given } });
    }
  }
  return all;
}

/** Whether so many whole seconds may have been left, rounded up. */
export function mayHaveLeft({ expiry, from, to }: KeyOutcome, ttl: unknown): boolean {
  if (expiry === undefined) return ttl === null;
  if (typeof ttl !== "number" || !Number.isInteger(ttl) || ttl < 1) return false;
  return expiry.to - from + CLOCK_MS > (ttl - 1) * 1_000 && expiry.from - to - CLOCK_MS <= ttl * 1_000;
}

/** The state, of whose expiration more is known when an answer has told how many whole seconds were left. */
export function matchingExpiry(state: KeyState, outcome: KeyOutcome, ttl: number | undefined): KeyState {
  const { expiry, from, to } = outcome;
  if (expiry === undefined || state.expiry?.id !== expiry.id || ttl === undefined) return state;
  const least = Math.max(state.expiry.from, from + (ttl - 1) * 1_000 - CLOCK_MS);
  const most = Math.min(state.expiry.to, to + ttl * 1_000 + CLOCK_MS);
  return least <= most ? { ...state, expiry: { id: expiry.id, from: least, to: most } } : state;
}
