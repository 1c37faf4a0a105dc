import { HostCrashed, type Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { KVCluster, RecordedClerk, WatchedLock } from "../harness";
import type { LockJudge, LockUser } from "./LockJudge";
import type { Inside, LockTurn } from "./lockTurns";

/** How long a second lock is tried for while another one is held, virtual ms. */
const TRY_MS = 30;

/** A client: its clerk, and its lock objects, which it uses one after the other. */
export interface LockClient {
  readonly clerk: RecordedClerk;
  readonly names: readonly string[];
  /** The locks' names of its objects. */
  readonly objects: readonly string[];
  /** Whether other clients are on its machine. */
  readonly shares: boolean;
  /** Whether its machine has crashed: then it does nothing more. */
  readonly isGone: () => boolean;
}

/** Lets a client take its turns. One clerk makes one call at a time: "two locks on one clerk take turns". */
export class LockTurns {
  readonly #sim: Simulation;
  readonly #kv: KVCluster;
  readonly #judge: LockJudge;
  readonly #client: LockClient;
  readonly #locks: readonly WatchedLock[];

  constructor(sim: Simulation, kv: KVCluster, judge: LockJudge, client: LockClient) {
    this.#sim = sim;
    this.#kv = kv;
    this.#judge = judge;
    this.#client = client;
    this.#locks = client.objects.map((name) => kv.lock(client.clerk, name));
  }

  async play(turn: LockTurn): Promise<void> {
    const { name, before, limitMs, inside, holdMs, leave, afterGivingUp } = turn;
    await this.#sim.sleep(turn.pauseMs);
    // A turn is left out as a whole: acquire and release at least.
    if (this.#sim.leavesOut(this.#client.clerk.host.name, 2)) return;
    const judge = this.#judge;
    const user = this.#user(name, this.#locks[turn.object]);
    if (before !== "nothing") await judge.tryToLeave(user, before);
    if (!(await judge.acquire(user, limitMs))) {
      if (afterGivingUp !== "nothing") await judge.tryToLeave(user, afterGivingUp);
      return;
    }
    for (const what of inside) await this.#inside(what, name);
    await this.#sim.sleep(holdMs);
    // What it held stays held.
    this.#expectAlive();
    const [first = "release", ...more] = leave;
    await judge.leave(user, first);
    for (const how of more) await judge.tryToLeave(user, how);
  }

  #user(name: string, object?: WatchedLock): LockUser {
    const { clerk, shares } = this.#client;
    this.#expectAlive();
    return { name, lock: object ?? this.#kv.lock(clerk, name), shares };
  }

  #expectAlive(): void {
    if (this.#client.isGone()) throw new HostCrashed(`${this.#client.clerk.host.name} crashed`);
  }

  async #inside(what: Inside, name: string): Promise<void> {
    if (what === "count") await this.#count(name);
    else if (what === "tries the same lock") await this.#try(this.#user(name));
    else {
      const other = this.#client.names.find((one) => one !== name);
      if (other !== undefined) await this.#try(this.#user(other));
    }
  }

  /** Somebody who waits in vain for a lock while it holds another one must not wait for ever. */
  async #try(user: LockUser): Promise<void> {
    if (await this.#judge.acquire(user, TRY_MS)) await this.#judge.leave(user, "release");
    else await this.#judge.tryToLeave(user, "release");
  }

  /** Nobody else writes what the lock protects. */
  async #count(name: string): Promise<void> {
    const { clerk } = this.#client;
    const key = `counter of ${String(this.#client.names.indexOf(name))}`;
    const got = await clerk.get(key);
    const [count, version] = got.kind === "value" ? [Number(got.value), got.version] : [0, 0];
    const outcome = await clerk.put(key, String(count + 1), version);
    if (outcome === "done" || outcome === "ErrMaybe") return;
    this.#sim.fail(
      `${clerk.host.name}'s put was refused, although only it may write: it holds ${showValue(name)}`,
      {
        expected: "done or ErrMaybe",
        got: outcome,
      },
    );
  }
}
