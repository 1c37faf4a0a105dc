import { Stage, type ScenariosOn, type StageCalls } from "labrpc/scenarios";
import type { ClerkOptions, ClerkStatistics, LeaseOptions, LockOptions, Versioned } from "./types";

/** What scenarios.ts exports. */
export type Scenarios = ScenariosOn<KVStage>;

/** How a get ended: with a value and its version, or with the code of its error. */
export type GetEnd = Versioned | "ErrNoKey" | "ErrTimeout";
/** How a put ended: "done", or the code of its error. */
export type PutEnd = "done" | "ErrNoKey" | "ErrVersion" | "ErrMaybe";
/** How a release ended: "done", or the code of its error. */
export type ReleaseEnd = "done" | "ErrNotHeld";

/** How acquire or renew of a lease ended: with its token, or without; "none": there are no leases. */
export type LeaseEnd = number | "not held" | "none";

/** A clerk's options, and the machine that it is on. */
export interface StageClerkOptions extends ClerkOptions {
  /** Default: one of its own, of the clerk's name. */
  readonly machine?: string;
  /** How far that machine's clock is ahead, ms; behind, if negative. Only with the machine's first clerk. Default 0. */
  readonly clockAheadMs?: number;
}

/** Clients that put and get at the same time. */
export interface Crowd {
  /** How many. Default 5. */
  readonly clerks?: number;
  /** How many operations each does, one after the other. Default 8. */
  readonly operations?: number;
  /** Which keys they use. Default "a" and "b". */
  readonly keys?: readonly string[];
  /** The machine that all of them are on. Default: each has one of its own. */
  readonly machine?: string;
}

/** Clients that want the same locks at the same time. */
export interface LockCrowd {
  /** How many. Default 4. */
  readonly clerks?: number;
  /** How often each wants a lock, one after the other. Default 3. */
  readonly turns?: number;
  /** The locks' names. Default "l". */
  readonly locks?: readonly string[];
  /** The machine that all of them are on. Default: each has one of its own. */
  readonly machine?: string;
}

/** A lock that is to be made: its number, its clerk, its name and its owner's. */
export interface StagedLockOf extends LockOptions {
  readonly lock: number;
  readonly clerk: string;
  readonly name: string;
}

/** A lease that is to be made: its number, its clerk, its name and how long it lasts. */
export interface StagedLeaseOf extends LeaseOptions {
  readonly lease: number;
  readonly clerk: string;
  readonly name: string;
}

/** What the stage of this lab does when a scenario asks for it. Locks and leases go by their numbers. */
export interface KVStageCalls extends StageCalls {
  startServer(nothing: null): void;
  makeClerk(clerk: { readonly name: string; readonly options: StageClerkOptions }): void;
  get(call: { readonly clerk: string; readonly key: string }): Promise<GetEnd>;
  put(call: { readonly clerk: string; readonly key: string } & Versioned): Promise<PutEnd>;
  statistics(clerk: string): Promise<ClerkStatistics | "none">;
  makeLock(lock: StagedLockOf): void;
  acquire(call: { readonly lock: number; readonly timeoutMs?: number }): Promise<boolean>;
  release(lock: number): Promise<ReleaseEnd>;
  dispose(lock: number): Promise<void>;
  makeLease(lease: StagedLeaseOf): void;
  acquireLease(call: { readonly lease: number; readonly timeoutMs?: number }): Promise<LeaseEnd>;
  renewLease(lease: number): Promise<LeaseEnd>;
  releaseLease(lease: number): Promise<ReleaseEnd>;
  disposeLease(lease: number): Promise<void>;
  crash(machine: string): void;
  restart(machine: string): void;
  requests(machine: string): number;
  crowd(crowd: Omit<Required<Crowd>, "machine"> & Pick<Crowd, "machine">): Promise<void>;
  lockCrowd(crowd: Omit<Required<LockCrowd>, "machine"> & Pick<LockCrowd, "machine">): Promise<void>;
  expectLinearizable(nothing: null): void;
}

/**
 * What a scenario plays on. All times are virtual ms.
 *
 *     stage.startServer();                           on the host "server"
 *     const a = stage.clerk("clerk-a");              a clerk on a machine of its own, of that name
 *     stage.clerk("clerk-b", { maxRetries: 3 });     with options
 *     stage.clerk("clerk-c", { machine: "clerk-a" });   on clerk-a's machine
 *     await a.put("k", "x", 0)                       "done", "ErrNoKey", "ErrVersion" or "ErrMaybe"
 *     await a.get("k")                               { value: "x", version: 1 }, "ErrNoKey" or "ErrTimeout"
 *     const lock = stage.lock(a, "l");               a lock object of clerk-a; two objects are two holders
 *     await lock.acquire(500)                        whether it is held now; without a limit it waits
 *     await lock.release()                           "done" or "ErrNotHeld"
 *     const lease = stage.lease(a, "m", { leaseMs: 1000 });   a lease object, an optional part
 *     await lease.acquire(500)                       its token, "not held", or "none" where there are no leases
 *
 * The stage watches every lock: a scenario fails as soon as two lock objects hold the same one.
 */
export class KVStage extends Stage<KVStageCalls> {
  #locks = 0;
  #leases = 0;

  /** Starts the server, once, before anything else. */
  startServer(): void {
    this.tell("startServer", null);
  }

  /** Makes a clerk. It makes one call at a time, those of its locks included. */
  clerk(name: string, options: StageClerkOptions = {}): StageClerk {
    this.tell("makeClerk", { name, options });
    return {
      name,
      get: (key) => this.ask("get", { clerk: name, key }),
      put: (key, value, version) => this.ask("put", { clerk: name, key, value, version }),
      statistics: () => this.ask("statistics", name),
    };
  }

  /**
   * Makes a lock object. Its clerk must have no limit of retries.
   * @param options its owner, an optional part: without it, two objects are two holders, whatever they are called
   */
  lock(clerk: StageClerk, name: string, options: LockOptions = {}): StageLock {
    const lock = ++this.#locks;
    this.tell("makeLock", { ...options, lock, clerk: clerk.name, name });
    return {
      acquire: (timeoutMs) => this.ask("acquire", timeoutMs === undefined ? { lock } : { lock, timeoutMs }),
      release: () => this.ask("release", lock),
      dispose: () => this.ask("dispose", lock),
    };
  }

  /** Makes a lease object, an optional part. Its clerk must have no limit of retries. */
  lease(clerk: StageClerk, name: string, options: LeaseOptions): StageLease {
    const lease = ++this.#leases;
    this.tell("makeLease", { ...options, lease, clerk: clerk.name, name });
    return {
      acquire: (timeoutMs) =>
        this.ask("acquireLease", timeoutMs === undefined ? { lease } : { lease, timeoutMs }),
      renew: () => this.ask("renewLease", lease),
      release: () => this.ask("releaseLease", lease),
      dispose: () => this.ask("disposeLease", lease),
    };
  }

  /** Crashes a client's machine: it loses its memory, and calls under way there never return. */
  crash(machine: string): void {
    this.tell("crash", machine);
  }

  /** Starts a machine again that crashed. It has no clerks until you make some. */
  restart(machine: string): void {
    this.tell("restart", machine);
  }

  /** How many requests a machine has sent so far, retries included. */
  requests(machine: string): Promise<number> {
    return this.ask("requests", machine);
  }

  /**
   * Lets many clients put and get as the seed likes, all at the same time, and waits until all are done. Their versions
   * may be right, old or too large; some of their values are the same.
   */
  crowd({ clerks = 5, operations = 8, keys = ["a", "b"], ...where }: Crowd = {}): Promise<void> {
    return this.ask("crowd", { clerks, operations, keys, ...where });
  }

  /**
   * Lets many clients take locks and free them as the seed likes, all at the same time, and waits until all are done and
   * each lock was free once more.
   */
  lockCrowd({ clerks = 4, turns = 3, locks = ["l"], ...where }: LockCrowd = {}): Promise<void> {
    return this.ask("lockCrowd", { clerks, turns, locks, ...where });
  }

  /** Fails the scenario unless one order of all gets and puts of clerks explains how each ended. Await it. */
  expectLinearizable(): Promise<void> {
    return this.ask("expectLinearizable", null);
  }
}

/** A clerk on the stage. */
export interface StageClerk {
  readonly name: string;
  get(key: string): Promise<GetEnd>;
  put(key: string, value: string, version: number): Promise<PutEnd>;
  /** What it has seen, an optional part; "none" where there is none. */
  statistics(): Promise<ClerkStatistics | "none">;
}

/** A lock object on the stage. */
export interface StageLock {
  /** Resolves to whether the lock is held now. @param timeoutMs default: as long as it takes */
  acquire(timeoutMs?: number): Promise<boolean>;
  release(): Promise<ReleaseEnd>;
  /** The end of `await using`. */
  dispose(): Promise<void>;
}

/** A lease object on the stage. */
export interface StageLease {
  /** Resolves to its token; to "not held" when the time is over. @param timeoutMs default: as long as it takes */
  acquire(timeoutMs?: number): Promise<LeaseEnd>;
  /** Resolves to the new token; to "not held" when the lease was lost. */
  renew(): Promise<LeaseEnd>;
  release(): Promise<ReleaseEnd>;
  /** The end of `await using`. */
  dispose(): Promise<void>;
}
