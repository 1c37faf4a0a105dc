import { alikeTexts } from "harness";
import type { World } from "labrpc/simulation";

/** What a client does with a lock object, once. */
export interface LockTurn {
  /** How long it waits before, virtual ms. */
  readonly pauseMs: number;
  /** Which of the client's lock objects; -1: a new one. */
  readonly object: number;
  /** The lock's name. */
  readonly name: string;
  /** What it does before, while it does not hold the lock. */
  readonly before: "nothing" | "dispose" | "release";
  /** How long acquire may wait, virtual ms; Infinity: as long as it takes. */
  readonly limitMs: number;
  /** What it does while it holds the lock. */
  readonly inside: readonly Inside[];
  readonly holdMs: number;
  readonly leave: readonly ("release" | "dispose")[];
  /** What it does after acquire gave up. */
  readonly afterGivingUp: "nothing" | "dispose" | "release";
}

/** "count": adds to a counter in the store; the others: a second object tries to get this lock, or another one. */
export type Inside = "count" | "tries the same lock" | "tries another lock";

/** The locks of a world, and what its clients do, in order; drawn before anything happens. */
export interface LockPlan {
  readonly names: readonly string[];
  readonly clients: readonly { readonly objects: readonly string[]; readonly turns: readonly LockTurn[] }[];
  /** Whether every acquire gives up before long, so that nobody asks for minutes. */
  readonly isPatient: boolean;
  /** How long all of it may take where nothing goes wrong, virtual ms. */
  readonly longestMs: number;
}

const SOME = 5;
const TURNS = 16;
/** How long others may wait for a lock whose holder they wait for, ms: those who wait ask all the time. */
const SHORT_MS = [0, 5, 40, 300] as const;
const SECONDS_MS = [0, 40, 300, 2_000] as const;
/** A lock may be held "for an hour"; who wants it gives up meanwhile, and comes again. */
const LONG_MS = [0, 40, 61_000, 3_601_000] as const;
const LONG_PAUSES_MS = [0, 300, 1_201_000] as const;
/** "acquire(ms) gives up after about that time"; "acquire(0) looks once". */
const LIMITS_MS = [0, 30, 300, 1_500] as const;

/** A minute, or five: "taking the lock away after some time is a mistake". */
const LONG_LIMITS_MS = [...LIMITS_MS, 65_000, 65_000, 310_000] as const;
/** Of waits of a minute and more, all together: clerks may ask a hundred times a second, and a run has only so many events. */
const MOST_WAITING_MS = 310_000;

const INSIDE = [
  [],
  ["count"],
  ["tries the same lock"],
  ["tries another lock"],
  ["count", "tries the same lock"],
] as const;
const LEAVES = [
  ["release"],
  ["dispose"],
  ["release", "dispose"],
  ["dispose", "dispose"],
  ["release", "release"],
] as const;
const IDLE = ["nothing", "dispose", "release"] as const;

/** @param isLimited whether every acquire gives up some time, since a lock may be held for ever */
export function lockPlan(world: World, isLimited: boolean): LockPlan {
  const names = alikeTexts(world, "names", world.between("number of locks", 1, 3), [""]);
  const isLong = world.has("locks are held for long", 0.15);
  if (isLong) world.describe("locks are held for up to an hour");
  const count = world.has("crowd", 0.05)
    ? world.between("many clients", SOME, 12)
    : world.between("clients", 1, SOME);
  const turns = world.between("turns", 1, Math.max(1, Math.min(6, Math.floor(TURNS / count))));
  const limits = isLong
    ? world.has("who wants a lock waits for minutes", 0.5)
      ? LONG_LIMITS_MS
      : LIMITS_MS
    : isLimited
      ? LIMITS_MS
      : ([Infinity, Infinity, ...LIMITS_MS] as const);
  const holdsMs = isLong ? LONG_MS : world.has("locks are held for seconds", 0.12) ? SECONDS_MS : SHORT_MS;
  let waitingMs = 0;
  const withinWaiting = (limitMs: number): number => {
    if (limitMs === Infinity || limitMs < 60_000) return limitMs;
    if (waitingMs + limitMs > MOST_WAITING_MS) return 1_500;
    waitingMs += limitMs;
    return limitMs;
  };
  const isPlain = !world.has("all that lock objects can do", 0.6);
  const clients = Array.from({ length: count }, (_, client) => {
    const objects = Array.from({ length: world.between(`clerk-${String(client)}/objects`, 1, 4) }, (__, i) =>
      world.pick(`clerk-${String(client)}/object ${String(i)}`, names),
    );
    const turn = (i: number): LockTurn => {
      const of = `clerk-${String(client)}/${String(i)}`;
      const pick = <T>(what: string, list: readonly T[]): T => world.pick(`${of} ${what}`, list);
      // Old objects as well as new ones.
      const object = world.has(`${of} makes a new lock object`, 0.3)
        ? -1
        : world.upTo(`${of} object`, objects.length - 1);
      return {
        pauseMs: pick("pause", isLong ? LONG_PAUSES_MS : SHORT_MS),
        object,
        name: object === -1 ? pick("name", names) : (objects[object] ?? ""),
        before: isPlain || !world.has(`${of} does something before`, 0.3) ? "nothing" : pick("before", IDLE),
        limitMs: withinWaiting(pick("limit", limits)),
        inside: isPlain ? [] : pick("inside", INSIDE),
        holdMs: pick("holds for", holdsMs),
        leave: isPlain ? ["release"] : pick("leaves by", LEAVES),
        afterGivingUp: isPlain ? "nothing" : pick("after giving up", IDLE),
      };
    };
    return { objects, turns: Array.from({ length: turns }, (__, i) => turn(i + 1)) };
  });
  const INSIDE_MS = 1_000;
  const longestMs = clients
    .flatMap((client) => client.turns)
    .reduce(
      (sum, { pauseMs, holdMs, limitMs }) =>
        sum + pauseMs + holdMs + (limitMs === Infinity ? 0 : limitMs) + INSIDE_MS,
      0,
    );
  return { names, clients, isPatient: isLimited || isLong, longestMs };
}
