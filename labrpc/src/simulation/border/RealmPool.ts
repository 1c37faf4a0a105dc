import { createRealm, type KitFiles, type LocalRealm, type RealmCode } from "./Realm";

/**
 * So many runs a realm serves at most. Code in a new realm starts cold: what is hot is compiled again after some hundred
 * runs only. The limit is there for what hostile code can leave behind, which takes memory until the realm goes.
 */
export const MOST_RUNS_OF_REALM = 2_000;

/**
 * Realms that wait for their next run. To make one takes as long as a short run, and its code starts cold.
 *
 * A realm that was used is as good as a fresh one, for the same reason that the hosts of a run may share one: whatever
 * they share is frozen, and each has modules, globals and libraries of its own. `SimulationOptions.freshRealm` puts that
 * to the test.
 */
export class RealmPool {
  readonly runsAtOnce = 1;
  readonly #kit: KitFiles;
  readonly #free = new WeakMap<object, LocalRealm[]>();

  constructor(kit: KitFiles) {
    this.#kit = kit;
  }

  /** A realm that no run has used. */
  fresh(code: RealmCode): LocalRealm {
    return createRealm(code, this.#kit);
  }

  /** A realm for one run of this code. */
  take(code: RealmCode): LocalRealm {
    return this.#free.get(code.realmsOf)?.pop() ?? this.fresh(code);
  }

  /** Keeps a realm for another run. One that saw anything unusual is not to be given back. */
  giveBack(code: RealmCode, realm: LocalRealm): void {
    if (realm.runs >= MOST_RUNS_OF_REALM || realm.isBroken) return;
    const free = this.#free.get(code.realmsOf) ?? [];
    free.push(realm);
    this.#free.set(code.realmsOf, free);
  }
}
