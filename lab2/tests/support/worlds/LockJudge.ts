import type { Simulation } from "labrpc/simulation";
import { expectError } from "../expectations";
import type { WatchedLock } from "../harness";
import type { RequestLog, SentRequest } from "./RequestLog";

/** A call of a lock object that has not returned. */
interface OpenCall {
  readonly lock: string;
  readonly what: string;
  /** How many requests its machine had sent before. */
  readonly sentBefore: number;
  /** Whether nobody else has used the lock since it began, nor held it. */
  isAlone: boolean;
}

/** Whose call it is. */
export interface LockUser {
  /** The lock's name. */
  readonly name: string;
  readonly lock: WatchedLock;
  /** Whether other clients are on the machine: then nobody can tell whose request is whose. */
  readonly shares: boolean;
}

const MOST_REQUESTS_PER_S = 250;
/** Requests of the instants at which an acquire begins and ends. */
const GRACE_REQUESTS = 20;

/** "About that time": room for some requests, for puts that were refused and for a pause, virtual ms. */
const ROOM_MS = 1_000;
/** How long a release may take whose messages arrive, virtual ms: others may write the key, too. */
const RELEASE_MS = 1_000;
/** How long a clerk pauses at most before it resends, virtual ms, and a little. */
const PAUSE_MS = 1_100;

/** After so many requests, whoever waits has told the server of it if it ever does. */
const ASKED = 3;

/** Of requests that an acquire or a release may still make when its time is over. */
const MOST_REQUESTS = 10;

/**
 * How much longer an acquire may take than its limit says, virtual ms: it "waits for its clerk, which resends until it has
 * an answer; the limit counts from then on".
 */
function heldUpMs(requests: readonly SentRequest[], limitMs: number): number {
  let [lost, slowest] = [0, 0];
  for (const { at, endedAt = at, end } of requests) {
    if (end === "answer") slowest = Math.max(slowest, endedAt - at);
    else lost += endedAt - at + PAUSE_MS + limitMs;
  }
  return lost + MOST_REQUESTS * slowest;
}

/** Judges the calls of lock objects by the handout, beyond what `LockWatch` sees. */
export class LockJudge {
  readonly #sim: Simulation;
  readonly #log: RequestLog;
  readonly #open = new Set<OpenCall>();
  /** Which object holds which lock. */
  readonly #holders = new Map<string, WatchedLock>();
  /** Whose machine crashed in the middle of something; nobody can tell whether it holds them. */
  readonly #unclear = new Set<string>();
  readonly #gone = new Set<string>();
  /** How many requests a machine had sent when an acquire on it gave up. */
  readonly #gaveUp = new Map<string, number>();

  constructor(sim: Simulation, log: RequestLog) {
    this.#sim = sim;
    this.#log = log;
  }

  /** Whether the lock may be held by a machine that crashed: nobody can tell. */
  isUnclear(lock: string): boolean {
    return this.#unclear.has(lock);
  }

  isGone(host: string): boolean {
    return this.#gone.has(host);
  }

  isHeld(lock: string): boolean {
    return this.#holders.has(lock);
  }

  /** Whether a machine waits for a lock that another one holds, has asked a few times, and pauses. */
  isWaiting(host: string): boolean {
    for (const { what, lock, sentBefore } of this.#open) {
      const holder = this.#holders.get(lock)?.host.name ?? host;
      if (what.startsWith(`${host}'s acquire`) && holder !== host)
        return this.#log.of(host).length >= sentBefore + ASKED && !this.#log.isUnderWay(host);
    }
    return false;
  }

  /**
   * To be called when a machine has crashed: what it was about to do may be done, or not. But "a client that crashes while
   * it waits for a lock that somebody else holds has no part in it": unless a request of its is still on its way.
   */
  crashed(host: string): void {
    this.#gone.add(host);
    const mayHaveEffect = this.#log.isUnderWay(host);
    for (const call of this.#open) {
      if (!call.what.startsWith(`${host}'s `)) continue;
      if (mayHaveEffect || !this.isHeld(call.lock)) this.#unclear.add(call.lock);
      this.#open.delete(call);
    }
  }

  /**
   * - "acquire(ms) gives up after about that time, and for good: nothing continues in the background."
   * - Who waits "sends at most 250 requests a second".
   * - A lock that nobody holds, and that nobody else wants, is there to be had: also by acquire(0), which "looks once".
   */
  async acquire(user: LockUser, limitMs: number): Promise<boolean> {
    const { name, lock, shares } = user;
    const host = lock.host.name;
    const what = `${host}'s acquire(${limitMs === Infinity ? "" : String(limitMs)}) of ${shown(name)}`;
    const [before, from] = [this.#log.of(host).length, this.#sim.now];
    const { held, isAlone } = await this.#call(user, what, async (call) => {
      const isHeld = limitMs === Infinity ? await lock.enter().then(() => true) : await lock.acquire(limitMs);
      return { held: isHeld, isAlone: call.isAlone };
    });
    const waited = this.#sim.now - from;
    const requests = this.#log.of(host).slice(before);
    const sent = requests.length;
    if (!shares && sent > MOST_REQUESTS_PER_S * Math.max(1, waited / 1_000) + GRACE_REQUESTS)
      this.#sim.fail(`${what} floods the server`, {
        expected: `at most ${String(MOST_REQUESTS_PER_S)} requests a second`,
        got: `${String(sent)} requests in ${waited.toFixed(0)} ms`,
      });
    const early = !held && waited < limitMs * 0.7;
    if (early || waited > limitMs * 1.3 + ROOM_MS + heldUpMs(requests, limitMs))
      this.#sim.fail(`${what} does not wait for about ${String(limitMs)} ms`, {
        expected: `${String(limitMs)} ms, and the time of a request or two`,
        got: `${String(held)} after ${waited.toFixed(0)} ms`,
      });
    if (held) {
      this.#holders.set(name, lock);
      return true;
    }
    if (!shares) this.#gaveUp.set(host, this.#log.of(host).length);
    if (isAlone && !this.isUnclear(name))
      this.#sim.fail(`${what} gave up a lock that nobody held and nobody else asked for`, {
        expected: "true",
        got: `false after ${waited.toFixed(0)} ms`,
      });
    return false;
  }

  /**
   * Frees a lock that the object holds. That takes as long as its messages do: "a release whose reply was lost is complete
   * once you find that it was executed, even if somebody else holds the lock by now".
   */
  async leave(user: LockUser, how: "release" | "dispose"): Promise<void> {
    const { name, lock } = user;
    const what = `${lock.host.name}'s ${how} of ${shown(name)}`;
    const [before, from] = [this.#log.of(lock.host.name).length, this.#sim.now];
    this.#holders.delete(name);
    await this.#call(user, what, () => lock[how]());
    const took = this.#sim.now - from;
    if (took > RELEASE_MS + heldUpMs(this.#log.of(lock.host.name).slice(before), 0))
      this.#sim.fail(`${what} takes longer than its messages`, {
        expected: "the end of the release, once it was executed",
        got: `${took.toFixed(0)} ms`,
      });
  }

  /** "Release by a client that does not hold the lock is an error, and changes nothing"; and `dispose` "does nothing". */
  async tryToLeave(user: LockUser, how: "release" | "dispose"): Promise<void> {
    const { name, lock } = user;
    const what = `${lock.host.name}'s ${how} of ${shown(name)}, which it does not hold,`;
    await this.#call(user, what, () =>
      how === "dispose" ? lock.dispose() : expectError(what, lock.release()),
    );
  }

  /** Fails when something of an acquire that gave up goes on. To be called before the machine's next call, and at the end. */
  expectSilence(host: string): void {
    const sent = this.#gaveUp.get(host);
    this.#gaveUp.delete(host);
    const more = this.#log.of(host).length - (sent ?? Infinity);
    if (more > 0)
      this.#sim.fail(`an acquire of ${host} gave up, and goes on behind its back`, {
        expected: "nothing continues in the background",
        got: `${String(more)} more requests`,
      });
  }

  async #call<T>({ name, lock }: LockUser, what: string, make: (call: OpenCall) => Promise<T>): Promise<T> {
    this.expectSilence(lock.host.name);
    const sentBefore = this.#log.of(lock.host.name).length;
    const call: OpenCall = { lock: name, what, sentBefore, isAlone: !this.#holders.has(name) };
    for (const other of this.#open) {
      if (other.lock !== name) continue;
      other.isAlone = false;
      call.isAlone = false;
    }
    this.#open.add(call);
    const result = await make(call);
    this.#open.delete(call);
    return result;
  }
}

function shown(name: string): string {
  const MOST = 30;
  return JSON.stringify(name.length <= MOST ? name : `${name.slice(0, MOST)}…`);
}
