import type { Message, Script, Simulation } from "labrpc/simulation";
import { expectValue, onMessages } from "labrpc/testing";
import { expectError, holdFor } from "./support/expectations";
import { BUDGET, simulate, startKVService, type KVCluster, type WatchedLock } from "./support/harness";

const CLIENTS = 4;
const ENTRIES = 320;
const OVERTAKEN = 250;
/** Who begins to wait after so many entries cannot be overtaken too often before the end. */
const DECIDED = ENTRIES + CLIENTS - OVERTAKEN;
/** Objects in doubt wait for seconds, one after the other. */
const MANY_BUDGET = { ...BUDGET, virtualMs: 2 * BUDGET.virtualMs };

describe("Lab 2, part 4: a lock when messages get lost", () => {
  simulate("TestLockOneClientUnreliable", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const lock = kv.lock(kv.clerk("clerk-0"), "l");
    for (let i = 0; i < 6; i++) await holdFor(sim, lock, 5);
    await lock.enter();
    expectValue(
      "acquire(100) by another client while the lock is held",
      await kv.lock(kv.clerk("guest"), "l").acquire(100),
      false,
    );
    await lock.release();
    // Exactly one message is lost: of acquire, or of release; each in turn.
    sim.network.set({ reliable: true, requestLoss: 0, replyLoss: 0 });
    for (const kind of ["request", "reply"] as const) {
      for (let nth = 1; nth <= 4; nth++) {
        sim.network.script(loseNth(nth, kind, "clerk-0"));
        await holdFor(sim, lock, 5);
      }
    }
    sim.network.script(undefined);
    await holdFor(sim, kv.lock(kv.clerk("clerk-1"), "l"), 5);
  });

  simulate(
    "TestLockManyClientsUnreliable",
    { network: { reliable: false }, budget: MANY_BUDGET },
    async (sim) => {
      const kv = startKVService(sim);
      // "Two lock objects are two holders, even on the same machine."
      const machines = sim.random("machines").pick([10, 5, 1]);
      await sim.inParallel(10, async (client) => {
        const name = `clerk-${String(client)}`;
        const machine = machines === 10 ? name : `machine-${String(client % machines)}`;
        const lock = kv.lock(kv.clerk(name, {}, machine), "l");
        const random = sim.random(name);
        for (let i = 0; i < 3; i++) {
          await holdFor(sim, lock, random.int(40));
          await sim.sleep(random.int(40));
        }
      });
      expectValue("how often the lock was taken", kv.watch.entries("l"), 30);
      await expectManyObjectsApartInDoubt(sim, kv);
    },
  );

  simulate("TestLockRelease", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [a, b, c] = [kv.clerk("clerk-a"), kv.clerk("clerk-b"), kv.clerk("clerk-c")];
    const [lockA, lockB, lockC] = [kv.lock(a, "l"), kv.lock(b, "l"), kv.lock(c, "l")];
    await expectError("a release of a lock that nobody ever held", lockA.release());
    await lockA.enter();
    await expectError("clerk-b's release of the lock that clerk-a holds", lockB.release());
    expectValue(
      "acquire(500) after a release by somebody who does not hold the lock",
      await lockB.acquire(500),
      false,
    );
    await lockA.release();
    await expectError("a second release", lockA.release());
    await expectManyObjectsApart(kv);

    // The release was executed and its reply lost; somebody else holds the lock when clerk-a asks again.
    for (const busy of [false, true]) {
      await lockA.enter();
      const { script, seen } = onMessages(1, isWriteReply, "lose");
      sim.network.script(script);
      const releasing = lockA.release();
      releasing.catch(() => undefined);
      await sim.until(() => seen() > 0, { withinMs: 10_000 });
      await lockB.enter();
      if (busy) await sim.sleep(20_000);
      await releasing;
      sim.network.script(undefined);
      expectValue(
        "acquire(500) while clerk-b holds the lock, after clerk-a's release whose reply was lost,",
        await lockC.acquire(500),
        false,
      );
      await lockB.release();
    }

    // The release was lost: clerk-a holds on until it is executed.
    await lockA.enter();
    const lost = onMessages(1, isWrite, "lose");
    sim.network.script(lost.script);
    await lockA.release();
    expectValue(
      "acquire(300) right after clerk-a's release, whose first request was lost,",
      await lockB.acquire(300),
      true,
    );
    await lockB.release();

    // The release arrives once more when clerk-b holds the lock: it must not free it.
    await lockA.enter();
    const late = onMessages(1, isWrite, { delayMs: 6_000 });
    sim.network.script(late.script);
    await lockA.release();
    await lockB.enter();
    await sim.sleep(10_000);
    expectValue(
      "acquire(500) while clerk-b holds the lock, after a late copy of clerk-a's release,",
      await lockC.acquire(500),
      false,
    );
    await lockB.release();

    await expectDisposeToRelease(sim, kv);

    // The acquire is lost or executed, and no reply to it comes for 3 s. Whatever it resolves to must be true.
    const isLost = sim.random("lost").pick([isWrite, isWriteReply]);
    let quietUntil = Infinity;
    const lostSoFar = (): number => {
      const { requestsLost, repliesLost } = sim.network.calls({ from: "clerk-a" });
      return requestsLost + repliesLost;
    };
    const before = lostSoFar();
    sim.network.script((m) => (isLost(m) && sim.now < quietUntil ? "lose" : undefined));
    const acquiring = lockA.acquire(1_500);
    await sim.until(() => lostSoFar() > before, { withinMs: 10_000 });
    quietUntil = sim.now + 3_000;
    if (await acquiring) await lockA.release();
    // Nothing of an acquire that gave up may go on.
    expectValue(
      "acquire(300) by another client, after clerk-a's acquire gave up or was released,",
      await lockC.acquire(300),
      true,
    );
    await lockC.release();
    await holdFor(sim, lockC, 10);
  });

  simulate("TestLockFairness", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await expectFewRequestsWhileWaiting(sim, kv);
    // All want the lock nearly all the time.
    let worst = 0;
    let entries = 0;
    /** When each client's last wait began: after how many entries. */
    const waitsSince = Array.from({ length: CLIENTS }, () => 0);
    const isDecided = (): boolean => waitsSince.every((since) => since >= DECIDED);
    await sim.inParallel(CLIENTS, async (client) => {
      const lock = kv.lock(kv.clerk(`clerk-${String(client)}`), "l");
      while (entries < ENTRIES && !isDecided()) {
        const before = entries;
        waitsSince[client] = before;
        await lock.enter();
        worst = Math.max(worst, entries - before);
        entries += 1;
        if (worst > OVERTAKEN)
          sim.fail(`clerk-${String(client)} starves: others went first too often while it waited`, {
            expected: `at most ${String(OVERTAKEN)} entries of ${String(CLIENTS - 1)} other clients`,
            got: worst,
          });
        await sim.sleep(2);
        await lock.release();
        await sim.sleep(2);
      }
    });
  });
});

/** "Two lock objects are two holders, even on the same machine": as many as there may be, whatever tells them apart. */
async function expectManyObjectsApart(kv: KVCluster): Promise<void> {
  const ck = kv.clerk("many");
  const objects = Array.from({ length: 13 }, () => kv.lock(ck, "n"));
  const [first, second] = [objects[0]!, objects[1]!];
  for (const holder of objects.slice(9)) {
    await holder.enter();
    for (const other of [first, second]) {
      expectValue(
        "acquire(0) of a lock that another object of the same clerk holds",
        await other.acquire(0),
        false,
      );
      await expectError("the release of a lock that another object of the same clerk holds", other.release());
    }
    await holder.release();
  }
}

/** The same where an object cannot know whether it took the lock, looks, and finds another object of its machine there. */
async function expectManyObjectsApartInDoubt(sim: Simulation, kv: KVCluster): Promise<void> {
  sim.network.set({ reliable: true, requestLoss: 0, replyLoss: 0 });
  const MACHINE = "shared";
  const objects = Array.from({ length: 13 }, (_, i) =>
    kv.lock(kv.clerk(`shared-${String(i)}`, {}, MACHINE), "n"),
  );
  for (const holder of objects.slice(9))
    for (const inDoubt of objects.slice(0, 2))
      for (const nth of [1, 2]) {
        sim.network.script(loseNth(nth, "request", MACHINE));
        const acquiring = inDoubt.acquire(1_500);
        await sim.sleep(50);
        sim.network.script(undefined);
        // Whoever acquires in one request holds it by now.
        if (await holder.acquire(0)) {
          await sim.sleep(3_000);
          await holder.release();
        }
        if (await acquiring) await inDoubt.release();
      }
}

/** The end of `await using` is a release like any other: it waits until it was executed, and its late copy frees nothing. */
async function expectDisposeToRelease(sim: Simulation, kv: KVCluster): Promise<void> {
  const [leaving, next, third] = ["leaving", "next", "third"].map((host) => kv.lock(kv.clerk(host), "m")) as [
    WatchedLock,
    WatchedLock,
    WatchedLock,
  ];
  const isItsWrite = (m: Message): boolean => isWrite(m, "leaving");
  await leaving.enter();
  sim.network.script(onMessages(1, isItsWrite, "lose").script);
  await leaving.dispose();
  expectValue(
    "acquire(300) right after the end of `await using`, whose first request was lost,",
    await next.acquire(300),
    true,
  );
  await next.release();
  await leaving.enter();
  sim.network.script(onMessages(1, isItsWrite, { delayMs: 2_000 }).script);
  await leaving.dispose();
  await next.enter();
  await sim.sleep(3_000);
  expectValue(
    "acquire(500) of a held lock, after a late copy of what the end of `await using` sent,",
    await third.acquire(500),
    false,
  );
  await next.release();
  sim.network.script(undefined);
}

/** While one client holds the lock for a second, others ask now and then, and not all the time. */
async function expectFewRequestsWhileWaiting(sim: Simulation, kv: KVCluster): Promise<void> {
  const lock = kv.lock(kv.clerk("holder"), "l");
  await lock.enter();
  const waiters = [0, 1, 2].map((i) => kv.lock(kv.clerk(`waiter-${String(i)}`), "l"));
  const waiting = waiters.map((waiter) => holdFor(sim, waiter, 1));
  await sim.sleep(1_000);
  const { calls } = sim.network.calls({});
  const MOST = 250 * waiters.length;
  if (calls > MOST)
    sim.fail("who waits for the lock asks without a pause", {
      expected: `at most ${String(MOST)} requests of ${String(waiters.length)} waiters in a second of virtual time`,
      got: calls,
    });
  await lock.release();
  await Promise.all(waiting);
}

/** Loses the n-th message of a kind from now on, to or from a host. */
function loseNth(nth: number, kind: "request" | "reply", host: string): Script {
  let seen = 0;
  return (m) => {
    if (m.kind !== kind || (kind === "request" ? m.from : m.to) !== host) return undefined;
    seen += 1;
    return seen === nth ? "lose" : undefined;
  };
}

function isWrite({ kind, from, method }: Message, host = "clerk-a"): boolean {
  return kind === "request" && from === host && method !== "get";
}

function isWriteReply({ kind, to, method }: Message): boolean {
  return kind === "reply" && to === "clerk-a" && method !== "get";
}
