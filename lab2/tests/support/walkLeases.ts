import type { Remote, Simulation } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import type { Lease } from "../../lease";
import { expectError, expectToken } from "./expectations";

/** A lease object; all are of one lease. */
export interface LeaseObject {
  /** As `lease object 2`. */
  readonly whose: string;
  readonly lease: Remote<Lease>;
}

type Step = "acquire" | "look" | "renew" | "release" | "dispose" | "pause";

const STEPS = 40;
const OFTEN: readonly Step[] = [
  "acquire",
  "acquire",
  "look",
  "renew",
  "renew",
  "release",
  "dispose",
  "pause",
];
/** What a message may take, both ways, ms. */
const ON_THE_WAY_MS = 3;

/**
 * Objects take a lease, renew it, release it, let it expire and are disposed of, in any order, one call at a time. After
 * each call it is known who holds the lease:
 *
 * - a token is larger than all before it;
 * - nobody gets the lease while somebody else's has not expired;
 * - "undefined: the lease was lost", and "ErrNotHeld when the lease was lost": also when it is free again by then.
 *
 * What a holder is told whose time is over, while nobody else has taken the lease, is left open.
 */
export async function walkLeases(
  sim: Simulation,
  objects: readonly LeaseObject[],
  leaseMs: number,
): Promise<void> {
  const random = sim.random("walk of leases");
  let last = 0;
  let holder: LeaseObject | undefined;
  /** Until when the holder's lease lasts at least, virtual ms. */
  let until = 0;

  const isValid = (): boolean => holder !== undefined && sim.now < until - ON_THE_WAY_MS;
  const holds = (object: LeaseObject, token: number | undefined, what: string): void => {
    [last, holder, until] = [expectToken(what, token, last), object, sim.now + leaseMs];
  };
  const ofWhat = (): string => {
    if (holder === undefined) return "a free lease";
    return isValid()
      ? `the lease that ${holder.whose} holds`
      : `the lease that ${holder.whose} did not renew`;
  };
  const steps: Record<Step, (object: LeaseObject) => Promise<void>> = {
    async acquire(object) {
      if (holder === object) return;
      const [what, earliest] = [
        `acquire of ${ofWhat()} by ${object.whose}`,
        holder === undefined ? 0 : until,
      ];
      const token = await object.lease.acquire(3 * leaseMs);
      if (sim.now < earliest - ON_THE_WAY_MS)
        sim.fail(`${what} takes it before its time is over`, {
          expected: `${String(leaseMs)} ms after it was last acquired or renewed`,
          got: `${(earliest - sim.now).toFixed(0)} ms before that`,
        });
      holds(object, token, what);
    },
    async look(object) {
      if (holder === object || !isValid()) return;
      const what = `acquire(0) of ${ofWhat()} by ${object.whose}`;
      expectValue(what, await object.lease.acquire(0), undefined);
    },
    async renew(object) {
      const what = `renew by ${object.whose}, of ${holder === object ? "its own lease" : ofWhat()},`;
      const wasValid = isValid();
      const token = await object.lease.renew();
      if (holder !== object) return expectValue(what, token, undefined);
      if (wasValid || token !== undefined) holds(object, token, what);
      else holder = undefined;
    },
    async release(object) {
      if (holder !== object)
        return expectError(`release by ${object.whose}, of ${ofWhat()},`, object.lease.release());
      if (isValid()) await object.lease.release();
      else await object.lease.release().catch(() => undefined);
      holder = undefined;
    },
    async dispose(object) {
      await object.lease[Symbol.asyncDispose]();
      if (holder === object) holder = undefined;
    },
    pause: () => sim.sleep(leaseMs * random.pick([0.3, 0.6, 1.5])),
  };

  for (let i = 0; i < STEPS; i++) await steps[random.pick(OFTEN)](random.pick(objects));
}
