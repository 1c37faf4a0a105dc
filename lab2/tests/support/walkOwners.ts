import { Violation, type Simulation } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import { expectError } from "./expectations";
import type { WatchedLock } from "./harness";

/** A lock object of an owner; all are of one lock. */
export interface OwnersObject {
  /** As `an object of owner "me"`. */
  readonly whose: string;
  readonly owner: string;
  readonly lock: WatchedLock;
}

type Step = "acquire" | "dispose" | "release";

const STEPS = 50;
const OFTEN: readonly Step[] = ["acquire", "acquire", "dispose", "dispose", "release"];
const CALLED = { acquire: "acquire", dispose: "end of `await using`", release: "release" } as const;

/**
 * Objects of several owners take a lock, release it and are disposed of, in any order. The last one only looks. It begins
 * and ends with a free lock, and knows after each step who holds it:
 *
 * - "An owner that holds the lock may acquire it again, at once, even from another object";
 * - "one release frees the lock", by whichever of the owner's objects;
 * - "the end of `await using` still frees only what its own object acquired": not what another object of the owner
 *   acquired later.
 *
 * What release says when another object has already freed what this one acquired is left open.
 */
export async function walkOwners(
  sim: Simulation,
  objects: readonly OwnersObject[],
  guest: WatchedLock,
): Promise<void> {
  const random = sim.random("walk");
  let holder: OwnersObject | undefined;
  /** How often the lock was free and then taken: each time is another holding. */
  let holding = 0;
  /** In which holding an object acquired the lock last, and did not free it. */
  const acquiredIn = new Map<OwnersObject, number>();

  const steps: Record<Step, (object: OwnersObject) => Promise<void>> = {
    async acquire(object) {
      const { whose, owner, lock } = object;
      const of = holder === undefined ? "a free lock" : `the lock that ${holder.whose} took`;
      const may = holder === undefined || holder.owner === owner;
      expectValue(`acquire(0) of ${of}, by ${whose},`, await lock.acquire(0), may);
      if (!may) return;
      if (holder === undefined) holding += 1;
      holder ??= object;
      acquiredIn.set(object, holding);
    },
    async dispose(object) {
      await object.lock.dispose();
      if (isOver(object)) return;
      acquiredIn.delete(object);
      holder = undefined;
    },
    async release(object) {
      const { whose, owner, lock } = object;
      const holds = holder?.owner === owner;
      if (acquiredIn.has(object) && isOver(object)) {
        if (!holds) await lock.release().catch(passStudentError);
      } else if (holds) {
        await lock.release();
        acquiredIn.delete(object);
        holder = undefined;
      } else await expectError(`a release by ${whose}, whose owner does not hold the lock,`, lock.release());
    },
  };
  /** Whether there is nothing that it acquired, or that has been freed. */
  const isOver = (object: OwnersObject): boolean =>
    holder === undefined || acquiredIn.get(object) !== holding;

  for (let i = 0; i < STEPS; i++) {
    const [object, step] = [random.pick(objects), random.pick(OFTEN)];
    if (sim.leavesOut(object.lock.host.name)) continue;
    await steps[step](object);
    if (holder === undefined || step === "acquire") continue;
    const what = `acquire(0) by a guest, after the ${CALLED[step]} of ${object.whose}, of the lock that ${holder.whose} took,`;
    expectValue(what, await guest.acquire(0), false);
  }
  await holder?.lock.release();
}

function passStudentError(error: unknown): void {
  if (error instanceof Violation) throw error;
}
