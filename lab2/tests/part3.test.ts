import { expectInTime, expectValue } from "labrpc/testing";
import { expectError, expectGet, holdFor } from "./support/expectations";
import { BUDGET, simulate, startKVService } from "./support/harness";
import { passCrash } from "./support/worlds/worldPuts";

const LONG = 60_000;
/** Longer than one timer can wait. */
const MONTH_MS = 2_592_000_000;
/** For an acquire of half an hour, of which each look takes nearly a second. */
const LONG_BUDGET = { ...BUDGET, virtualMs: 3_000_000 };
/** A minute, five, half an hour. */
const LONG_LIMITS_MS = [65_000, ...Array.from({ length: 6 }, () => 310_000), 1_850_000] as const;
const SLOW = { delayMs: [450, 490], replyDelayMs: [450, 490] } as const;
const FAST = { delayMs: [0.1, 1], replyDelayMs: [0.1, 1] } as const;

describe("Lab 2, part 3: a lock", () => {
  simulate("TestLockOneClientReliable", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    const lock = kv.lock(ck, "l");
    const guest = kv.lock(kv.clerk("guest"), "l");
    await lock.enter();
    expectValue("acquire(100) by another client while the lock is held", await guest.acquire(100), false);
    await lock.release();
    for (let i = 0; i < 5; i++) {
      await holdFor(sim, lock, 5);
      // The lock's next object finds the lock free, whoever made it.
      await holdFor(sim, kv.lock(ck, "l"), 5);
    }
    await holdFor(sim, kv.lock(kv.clerk("clerk-1"), "l"), 5);
    await holdFor(sim, lock, 5);
    expectValue("what acquire(5000) of a free lock resolves to", await lock.acquire(5_000), true);
    await lock.release();
  });

  simulate("TestLockManyClientsReliable", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(10, async (client) => {
      const lock = kv.lock(kv.clerk(`clerk-${String(client)}`), "l");
      const random = sim.random(lock.host.name);
      for (let i = 0; i < 4; i++) {
        await holdFor(sim, lock, random.int(5));
        await sim.sleep(random.int(10));
      }
    });
    expectValue("how often the lock was taken", kv.watch.entries("l"), 40);
  });

  simulate("TestLockTimeout", { budget: LONG_BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("holder");
    const [holder, waiter, third] = [
      kv.lock(ck, "l"),
      kv.lock(kv.clerk("waiter"), "l"),
      kv.lock(kv.clerk("third"), "l"),
    ];
    await holder.enter();
    // Waiting for long gives no right to the lock: its holder may just be slow. Nor does it let the lock go.
    const long = sim.random("limits").pick(LONG_LIMITS_MS);
    for (const limit of [0, 1_500, long]) {
      const start = sim.now;
      // So a long wait costs few requests.
      sim.network.set(limit === long ? SLOW : FAST);
      const what = `acquire(${String(limit)}) of a held lock`;
      expectValue(`what ${what} resolves to`, await waiter.acquire(limit), false);
      const waited = sim.now - start;
      if (waited < limit * 0.7 || waited > limit * 1.3 + 300)
        sim.fail(`${what} does not wait for about ${String(limit)} ms`, {
          expected: `${String(limit)} ms, and the time of a request or two`,
          got: `${waited.toFixed(0)} ms`,
        });
    }
    sim.network.set(FAST);
    // Another lock object on the same machine is another holder too.
    const neighbour = kv.lock(ck, "l");
    expectValue("acquire(200) by another object of the holder's clerk", await neighbour.acquire(200), false);
    // Who gave up must not take the lock behind everybody's back.
    const { calls } = sim.network.calls({ from: "waiter" });
    await holder.release();
    await sim.sleep(3_000);
    expectValue(
      "the number of the waiter's requests, 3 s after it gave up,",
      sim.network.calls({ from: "waiter" }).calls,
      calls,
    );
    await holdFor(sim, third, 500);
    // In time: the lock becomes free while the waiter waits.
    await holder.enter();
    const enough = sim.random("enough").pick([10_000, MONTH_MS]);
    const waiting = waiter.acquire(enough);
    await sim.sleep(300);
    await holder.release();
    expectValue(
      `what acquire(${String(enough)}) resolves to, of a lock that is freed after 300 ms,`,
      await waiting,
      true,
    );
    await waiter.release();
    // "A client that crashes while it waits for a lock that somebody else holds has no part in it."
    await holder.enter();
    const gone = kv.lock(kv.clerk("gone"), "l");
    gone.acquire(10_000).catch(passCrash);
    await sim.sleep(300);
    gone.host.crash();
    await holder.release();
    expectValue(
      "what acquire(3000) resolves to, of a lock that was freed after a client crashed that waited for it,",
      await waiter.acquire(3_000),
      true,
    );
    await waiter.release();
    // A holder that crashes holds the lock for good.
    await holder.enter();
    holder.host.crash();
    sim.network.set(SLOW);
    expectValue(
      "what acquire(70000) resolves to after the holder crashed",
      await waiter.acquire(70_000),
      false,
    );
  });

  simulate("TestLockDispose", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [first, second] = [kv.clerk("clerk-0"), kv.clerk("clerk-1")];
    await first.put("counter", "0", 0);
    const programs = [first, second, kv.clerk("clerk-2")].map((ck) => kv.programs(ck));
    // A put that is refused is nobody's error but the lock's: two programs were in the block.
    const countAlone = (client: number): Promise<unknown> =>
      programs[client]!.count("l", "counter").catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== "ErrVersion") throw error;
        sim.fail(
          `clerk-${String(client)} holds the lock "l", and may not write the counter that it just read`,
          {
            expected: "done: nobody else writes in the block of `await using`",
            got: "ErrVersion: somebody else did",
          },
        );
      });
    await sim.inParallel(programs.length, async (client) => {
      for (let i = 0; i < 4; i++)
        await expectInTime(sim, "a program with `await using`", LONG, countAlone(client));
    });
    expectGet(
      "a counter that three programs added to while they held the lock",
      await first.get("counter"),
      "12",
      13,
    );

    const [program] = programs;
    const free = async (when: string): Promise<void> => {
      const lock = kv.lock(second, "l");
      expectValue(`whether another client gets the lock ${when}`, await lock.acquire(LONG), true);
      await lock.release();
    };
    await expectError("a program that throws while it holds the lock", program!.fail("l"));
    await free("after a program threw in the block of its `await using`");
    await program!.leave("l", "releases");
    await free("after a program released before the end of the block");
    const other = kv.lock(second, "l");
    await other.enter();
    expectValue(
      "whether a program gets the lock that another client holds",
      await program!.leave("l", "gives up"),
      false,
    );
    await expectError("withLock when the time is over", program!.withLock("l", "returns", 200));
    expectValue(
      "whether a third client gets the lock, after a program left the block without holding it,",
      await kv.lock(kv.clerk("clerk-3"), "l").acquire(500),
      false,
    );
    await other.release();
    expectValue("what withLock resolves to", await program!.withLock("l", "returns"), "returned");
    await expectError("withLock whose body throws", program!.withLock("l", "throws"));
    await free("after the body of withLock threw");
    const lock = kv.lock(first, "l");
    await lock.enter();
    await lock.dispose();
    await free("after [Symbol.asyncDispose]()");
  });

  simulate("TestLockNested", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim, { notesCalls: true });
    const random = sim.random("workload");
    // Two locks have nothing to do with each other, be their names as alike as they may.
    const [outer, inner] = random.pick([
      ["a", "b"],
      ["l", "l1"],
      ["x", "x-lock"],
      ["__proto__", "lock"],
      ["a/b", "a_b"],
      ["L", "l"],
      ["l", " l"],
      ["the lock of the first shard", "the lock of the first file"],
    ] as const);
    const holder = kv.clerk("holder");
    const [one, two] = [kv.lock(holder, outer), kv.lock(holder, inner)];
    await one.enter();
    const guest = kv.lock(kv.clerk("guest"), inner);
    await guest.enter();
    expectValue(
      "acquire(300) of a lock that somebody else holds, within another lock,",
      await two.acquire(300),
      false,
    );
    await guest.release();
    await two.enter();
    // The outer one may be released first.
    await one.release();
    expectValue("acquire(300) of the lock that is still held", await guest.acquire(300), false);
    await two.release();
    await sim.inParallel(4, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      const locks = [kv.lock(ck, outer), kv.lock(ck, inner)] as const;
      for (let i = 0; i < 3; i++) {
        await locks[0].enter();
        await holdFor(sim, locks[1], random.int(5));
        await locks[0].release();
        await holdFor(sim, locks[1], random.int(5));
      }
    });
    expectValue(`how often the lock ${JSON.stringify(outer)} was taken`, kv.watch.entries(outer), 13);
    expectValue(`how often the lock ${JSON.stringify(inner)} was taken`, kv.watch.entries(inner), 26);
  });
});
