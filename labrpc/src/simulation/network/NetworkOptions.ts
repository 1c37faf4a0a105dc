/** How the network behaves. Times are virtual ms; chances are from 0 to 1. Figures from MIT 6.5840's labrpc. */
export interface NetworkOptions {
  /** Default true. When false, requests are delayed 0–26 ms, and requests and replies are lost with 10 % each. */
  reliable?: boolean;
  /** Chance that a request is lost: the server never sees it. Default 0, or 0.1 when not reliable. */
  requestLoss?: number;
  /** Chance that a reply is lost: the server did execute the request. Default 0, or 0.1 when not reliable. */
  replyLoss?: number;
  /** How long a request travels. Default [0.1, 1], or [0, 26] when not reliable. */
  delayMs?: readonly [number, number];
  /** How long a reply travels. Default [0.1, 1]. */
  replyDelayMs?: readonly [number, number];
  /** Chance that a message takes as long as `lateMs` says instead, request or reply. Default 0. */
  late?: number;
  /** How long late messages travel. Default [200, 2,200]. */
  lateMs?: readonly [number, number];
  /** Chance that a request arrives twice. Default 0. */
  duplicate?: number;
  /** How long after the first the copy arrives. Default [0, 0.05]. */
  duplicateDelayMs?: readonly [number, number];
  /** Whether a call on a dead end fails after 0–7,000 ms instead of 0–100 ms. Default false. */
  longDelays?: boolean;
  /** Whether two replies in three are held back 200 to 2,200 ms. Default false. */
  longReordering?: boolean;
  /** A call without a reply rejects after this time. Default 1,000, or 3,000 with long reordering. */
  timeoutMs?: number;
}

/** The options with every default filled in. */
export type NetworkBehaviour = {
  readonly [Name in keyof NetworkOptions]-?: NonNullable<NetworkOptions[Name]>;
};

/** MIT's figures, by name. */
export const RELIABLE_DELAY_MS = [0.1, 1] as const;
export const UNRELIABLE_DELAY_MS = [0, 26] as const;
export const UNRELIABLE_LOSS = 0.1;
export const DEAD_END_MS = [0, 100] as const;
export const LONG_DEAD_END_MS = [0, 7000] as const;
export const HELD_BACK_MS = [200, 2200] as const;
export const HELD_BACK_CHANCE = 2 / 3;

/** Fills in the defaults. Throws RangeError that names an option with a wrong value. */
export function behaviourOf(options: NetworkOptions): NetworkBehaviour {
  const reliable = options.reliable ?? true;
  const loss = reliable ? 0 : UNRELIABLE_LOSS;
  const longReordering = options.longReordering ?? false;
  const behaviour: NetworkBehaviour = {
    reliable,
    requestLoss: options.requestLoss ?? loss,
    replyLoss: options.replyLoss ?? loss,
    delayMs: options.delayMs ?? (reliable ? RELIABLE_DELAY_MS : UNRELIABLE_DELAY_MS),
    replyDelayMs: options.replyDelayMs ?? RELIABLE_DELAY_MS,
    late: options.late ?? 0,
    lateMs: options.lateMs ?? HELD_BACK_MS,
    duplicate: options.duplicate ?? 0,
    duplicateDelayMs: options.duplicateDelayMs ?? [0, 0.05],
    longDelays: options.longDelays ?? false,
    longReordering,
    timeoutMs: options.timeoutMs ?? (longReordering ? 3000 : 1000),
  };
  for (const name of ["requestLoss", "replyLoss", "late", "duplicate"] as const) {
    const chance = behaviour[name];
    if (!(chance >= 0 && chance <= 1))
      throw new RangeError(`network.${name}: expected a probability from 0 to 1, got ${String(chance)}`);
  }
  for (const name of ["delayMs", "replyDelayMs", "lateMs", "duplicateDelayMs"] as const) {
    const [low, high] = behaviour[name];
    if (!(low >= 0 && high >= low))
      throw new RangeError(
        `network.${name}: expected [low, high] in ms, got [${String(low)}, ${String(high)}]`,
      );
  }
  if (!(behaviour.timeoutMs > 0))
    throw new RangeError(`network.timeoutMs: expected ms above 0, got ${String(behaviour.timeoutMs)}`);
  return behaviour;
}
