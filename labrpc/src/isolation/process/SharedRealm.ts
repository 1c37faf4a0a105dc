import type { LocalRealm } from "../../simulation/border/Realm";
import { MOST_RUNS_OF_REALM } from "../../simulation/border/RealmPool";

/**
 * A realm in which hosts of several runs live at a time, in turns: each event is one run's, and is over with all its promise
 * jobs before the next. That is as good as a realm for each, for the same reason that the hosts of one run share one; and V8
 * gets to know one realm's code sooner than that of many.
 */
export class SharedRealm {
  readonly realm: LocalRealm;
  #lives = 0;
  #isClosed = false;

  constructor(realm: LocalRealm) {
    this.realm = realm;
  }

  /** Whether one more run may begin here. */
  get isOpen(): boolean {
    return !this.#isClosed && this.realm.runs < MOST_RUNS_OF_REALM && !this.realm.isBroken;
  }

  /** Lets no further run begin here: one has left behind what was not looked into. */
  close(): void {
    this.#isClosed = true;
  }

  /** A number for the life of a host that no other life here has, of whichever run. */
  newLife(): number {
    return ++this.#lives;
  }
}
