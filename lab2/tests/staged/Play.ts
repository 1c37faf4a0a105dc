import { StageMisuse } from "harness";
import { HostCrashed, type Remote, type Simulation } from "labrpc/simulation";
import type { z } from "zod";
import type { Lease } from "../../lease";
import type { LeaseEnd, ReleaseEnd } from "../../stage";
import { startKVService, type KVCluster, type RecordedClerk, type WatchedLock } from "../support/harness";
import { MOST_CLERKS, MOST_LOCKS, SERVER, type asks } from "./asks";
import { leaseEnd, releaseEnd } from "./ends";

/** Longer than a scenario can sleep, so that a lock may be held or out of reach for as long, virtual ms. */
const PATIENCE_MS = 4_000_000;

/** A client of a crowd. */
export interface CrowdClerk {
  readonly ck: RecordedClerk;
  readonly random: ReturnType<Simulation["random"]>;
}

interface StagedClerk {
  readonly clerk: RecordedClerk;
  /** A clerk with a limit of retries has no locks. */
  readonly hasLimit: boolean;
  /** The call that it is making. */
  busyWith?: string;
  isGone?: boolean;
}

/** A lock or a lease, of a clerk. */
interface Staged<T> {
  readonly object: T;
  /** The name of its clerk. */
  readonly clerk: string;
  readonly name: string;
}

interface StagedLock extends Staged<WatchedLock> {
  isHeld: boolean;
}

/** One run on the stage. */
export class Play {
  readonly #sim: Simulation;
  readonly #clerks = new Map<string, StagedClerk>();
  readonly #locks = new Map<number, StagedLock>();
  readonly #leases = new Map<number, Staged<Remote<Lease>>>();
  readonly #crashed = new Set<string>();
  #kv: KVCluster | undefined;
  /** Clients of all crowds. */
  #inCrowds = 0;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  get kv(): KVCluster {
    if (this.#kv === undefined) throw new StageMisuse("there is no server; call stage.startServer() first");
    return this.#kv;
  }

  startServer(): void {
    if (this.#kv !== undefined) throw new StageMisuse("the server is there already");
    this.#kv = startKVService(this.#sim, { name: SERVER, soonMs: PATIENCE_MS });
  }

  expectHost(name: string): void {
    if (this.#sim.hosts.some((host) => host.name === name)) return;
    throw new StageMisuse(
      `there is no machine ${name}; there are ${this.#sim.hosts.map((host) => host.name).join(", ")}`,
    );
  }

  makeClerk({ name, options }: z.infer<typeof asks.makeClerk>): void {
    const { machine = name, clockAheadMs, ...ofClerk } = options;
    if (this.#clerks.has(name)) throw new StageMisuse(`there is a clerk ${name} already`);
    if (this.#clerks.size >= MOST_CLERKS) throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks`);
    this.#expectUp(machine);
    if (clockAheadMs !== undefined) {
      if (this.#sim.hosts.some((host) => host.name === machine))
        throw new StageMisuse(
          `the machine ${machine} is there already; its clock is set with its first clerk`,
        );
      this.#sim.host(machine, { clockAheadMs });
    }
    this.#clerks.set(name, {
      clerk: this.kv.clerk(name, ofClerk, machine),
      hasLimit: ofClerk.maxRetries !== undefined,
    });
  }

  /** Makes a call of a clerk; one whose machine crashes meanwhile never returns. */
  async call<T>(name: string, what: string, run: (clerk: RecordedClerk) => Promise<T>): Promise<T> {
    const staged = this.#clerkOf(name);
    if (staged.isGone === true)
      throw new StageMisuse(`the machine of ${name} has crashed, and ${name} with it`);
    if (staged.busyWith !== undefined)
      throw new StageMisuse(
        `expected ${name} to make one call at a time, its locks and leases included; its ${staged.busyWith} has not returned`,
      );
    staged.busyWith = what;
    try {
      return await run(staged.clerk);
    } catch (error) {
      if (error instanceof HostCrashed) return await new Promise<never>(() => undefined);
      throw error;
    } finally {
      delete staged.busyWith;
    }
  }

  makeLock({ lock, clerk: of, name, ...options }: z.infer<typeof asks.makeLock>): void {
    const { clerk } = this.#lockingClerk(of, this.#locks);
    const object = this.kv.lock(clerk, name, options);
    this.#locks.set(lock, { object, clerk: of, name, isHeld: false });
  }

  acquire({ lock, timeoutMs }: z.infer<typeof asks.acquire>): Promise<boolean> {
    return this.#with(this.#locks, lock, "acquire", async (staged) => {
      if (timeoutMs === undefined) await staged.object.enter();
      if (timeoutMs !== undefined && !(await staged.object.acquire(timeoutMs))) return false;
      return (staged.isHeld = true);
    });
  }

  release(lock: number): Promise<ReleaseEnd> {
    return this.#with(this.#locks, lock, "release", (staged) => {
      const wasHeld = staged.isHeld;
      staged.isHeld = false;
      return releaseEnd(wasHeld, staged.object.release());
    });
  }

  dispose(lock: number): Promise<void> {
    return this.#with(this.#locks, lock, "[Symbol.asyncDispose]", async (staged) => {
      staged.isHeld = false;
      await staged.object.dispose();
    });
  }

  makeLease({ lease, clerk: of, name, ...options }: z.infer<typeof asks.makeLease>): void {
    const { clerk } = this.#lockingClerk(of, this.#leases);
    const object = this.kv.lease(clerk, name, options);
    this.#leases.set(lease, { object, clerk: of, name });
  }

  acquireLease({ lease, timeoutMs }: z.infer<typeof asks.acquireLease>): Promise<LeaseEnd> {
    return this.#with(this.#leases, lease, "acquire", (staged) =>
      leaseEnd(
        "acquire",
        timeoutMs === undefined ? staged.object.acquire() : staged.object.acquire(timeoutMs),
      ),
    );
  }

  renewLease(lease: number): Promise<LeaseEnd> {
    return this.#with(this.#leases, lease, "renew", (staged) => leaseEnd("renew", staged.object.renew()));
  }

  releaseLease(lease: number): Promise<ReleaseEnd> {
    // Its time may be over: then it was lost, although its holder knows nothing of it.
    return this.#with(this.#leases, lease, "release", (staged) => releaseEnd(false, staged.object.release()));
  }

  disposeLease(lease: number): Promise<void> {
    return this.#with(this.#leases, lease, "[Symbol.asyncDispose]", (staged) =>
      staged.object[Symbol.asyncDispose](),
    );
  }

  crash(machine: string): void {
    this.expectHost(machine);
    this.#expectUp(machine);
    this.#crashed.add(machine);
    for (const one of this.#clerks.values()) if (one.clerk.host.name === machine) one.isGone = true;
    // An operator's crash: a smaller counterexample has it, too.
    this.#sim.host(machine).crash({ optional: false });
  }

  restart(machine: string): void {
    if (!this.#crashed.delete(machine))
      throw new StageMisuse(`${machine} is running; stage.crash comes first`);
    this.#sim.host(machine).restart();
  }

  /** The clerks of one more crowd, and the random numbers of each. */
  crowd(count: number, machine: string | undefined): CrowdClerk[] {
    if (machine !== undefined) this.#expectUp(machine);
    if (this.#inCrowds + count > MOST_CLERKS)
      throw new StageMisuse(`at most ${String(MOST_CLERKS)} clerks in all crowds together`);
    return Array.from({ length: count }, () => {
      const name = `crowd-${String(this.#inCrowds++)}`;
      return { ck: this.kv.clerk(name, {}, machine), random: this.#sim.random(name) };
    });
  }

  #expectUp(machine: string): void {
    if (this.#crashed.has(machine))
      throw new StageMisuse(`${machine} has crashed; start it with stage.restart("${machine}")`);
  }

  /** The clerk of a lock or a lease that is to be made. */
  #lockingClerk(name: string, others: ReadonlyMap<number, unknown>): StagedClerk {
    const staged = this.#clerkOf(name);
    if (staged.isGone === true)
      throw new StageMisuse(`the machine of ${name} has crashed, and ${name} with it`);
    if (staged.hasLimit)
      throw new StageMisuse(
        "expected a clerk without maxRetries: with a limit, acquire and release may end with ErrMaybe",
      );
    if (others.size >= MOST_LOCKS)
      throw new StageMisuse(`at most ${String(MOST_LOCKS)} locks and ${String(MOST_LOCKS)} leases`);
    return staged;
  }

  /** Makes a call of a lock or a lease, which is one of its clerk. */
  async #with<Of extends Staged<unknown>, T>(
    all: ReadonlyMap<number, Of>,
    number: number,
    what: string,
    run: (staged: Of) => Promise<T>,
  ): Promise<T> {
    const staged = all.get(number);
    if (staged === undefined)
      throw new StageMisuse("there is no such object; make it with stage.lock or stage.lease");
    return this.call(staged.clerk, `${what} of ${JSON.stringify(staged.name)}`, () => run(staged));
  }

  #clerkOf(name: string): StagedClerk {
    const clerk = this.#clerks.get(name);
    if (clerk === undefined)
      throw new StageMisuse(`there is no clerk ${name}; make it with stage.clerk("${name}")`);
    return clerk;
  }
}
