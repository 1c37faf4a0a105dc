import type { Remote } from "labrpc/simulation";
import { expectInTime, expectValue } from "labrpc/testing";
import { expectError } from "./support/expectations";
import { BUDGET, simulate, startKVService, type KVCluster } from "./support/harness";
import type { Lease } from "../lease";

const LEASE_MS = 1_000;
const LONG = 60_000;

describe("Lab 2, optional: a lease with fencing tokens", () => {
  simulate("TestLeaseExpires", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [holder, waiter] = [lease(kv, "holder"), lease(kv, "waiter")];
    const token = expectToken("the first token", await holder.acquire());
    expectValue("what acquire(500) of a held lease resolves to", await waiter.acquire(500), undefined);
    sim.host("holder").crash();
    const crashed = sim.now;
    const next = expectToken(
      "the token after the holder crashed",
      await expectInTime(
        sim,
        "the acquire of a lease whose holder crashed",
        2 * LEASE_MS + 1_000,
        waiter.acquire(),
      ),
      token,
    );
    // The waiter may have seen the lease for 500 ms before the crash.
    if (sim.now - crashed < LEASE_MS - 600)
      sim.fail("the lease was taken before its time was over", {
        expected: `${String(LEASE_MS)} ms after it was last renewed`,
        got: `${(sim.now - crashed).toFixed(0)} ms after its holder crashed`,
      });
    await waiter.release();
    expectToken("the token after a release", await lease(kv, "third").acquire(1_000), next);
  });

  simulate("TestLeaseRenew", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [holder, waiter] = [lease(kv, "holder"), lease(kv, "waiter")];
    let token = expectToken("the first token", await holder.acquire());
    let taken = false;
    const waiting = waiter.acquire().then((next) => {
      taken = true;
      return next;
    });
    waiting.catch(() => undefined);
    for (let i = 0; i < 6; i++) {
      await sim.sleep(LEASE_MS / 2);
      token = expectToken("the token of a renewal", await holder.renew(), token - 1);
      expectValue("whether somebody else took a lease that its holder renews in time", taken, false);
    }
    await sim.sleep(3 * LEASE_MS);
    expectValue("whether somebody else took a lease that is not renewed any more", taken, true);
    const next = expectToken("the token of the next holder", await waiting, token);
    expectValue("what renew resolves to for who lost the lease", await holder.renew(), undefined);
    expectToken("the token of the next holder's renewal", await waiter.renew(), next - 1);
  });

  simulate("TestLeaseFencing", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const holders = new Map<number, string>();
    await sim.inParallel(4, async (client) => {
      const name = `client-${String(client)}`;
      const mine = lease(kv, name);
      for (let i = 0; i < 3; i++) {
        const token = expectToken(
          `the token of ${name}`,
          await expectInTime(sim, "acquire", LONG, mine.acquire()),
        );
        const before = holders.get(token);
        if (before !== undefined)
          sim.fail("a token is given twice", {
            expected: "a larger token for each later holder",
            got: `${String(token)} for ${before}, and then for ${name}`,
          });
        holders.set(token, name);
        // Some are slower than their lease, and come back when somebody else has it.
        if (sim.random("slow").chance(0.4)) await sim.sleep(2 * LEASE_MS);
        await mine.release().catch(() => undefined);
      }
    });
    // A store that refuses smaller tokens than it has seen must take those of the last holder.
    const largest = Math.max(...holders.keys());
    expectToken("the token of the last holder", await lease(kv, "last").acquire(), largest);
  });

  simulate("TestLeaseRelease", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [slow, next, third] = [lease(kv, "slow"), lease(kv, "next"), lease(kv, "third")];
    await expectError("a release of a lease that nobody ever held", slow.release());
    await slow.acquire();
    await next.acquire();
    await expectError("a release by who lost the lease", slow.release());
    await slow[Symbol.asyncDispose]();
    expectValue(
      "acquire(500) of a lease that was lost, and is held by the next one,",
      await third.acquire(500),
      undefined,
    );
    await next[Symbol.asyncDispose]();
    expectToken("the token after [Symbol.asyncDispose]()", await third.acquire(500));
  });
});

describe("Lab 2, optional: owners and statistics", () => {
  simulate("TestLockOwner", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [ck, other] = [kv.clerk("clerk-0"), kv.clerk("clerk-1")];
    const lock = kv.lock(ck, "l", { owner: "me" });
    await lock.enter();
    expectValue("acquire(500) by the owner that holds the lock", await lock.acquire(500), true);
    expectValue(
      "acquire(500) by another owner",
      await kv.lock(other, "l", { owner: "you" }).acquire(500),
      false,
    );
    await lock.release();
    const guest = kv.lock(other, "l");
    expectValue("acquire(500) after one release", await guest.acquire(500), true);
    await guest.release();

    // A program that comes back under its old name finds the lock that it held.
    await lock.enter();
    ck.host.crash();
    kv.watch.forget("clerk-0");
    ck.host.restart();
    const again = kv.lock(kv.clerk("clerk-0"), "l", { owner: "me" });
    expectValue(
      "acquire(500) by the owner that held the lock when it crashed",
      await again.acquire(500),
      true,
    );
    await again.release();
    expectValue("acquire(500) after that", await guest.acquire(500), true);
  });

  simulate("TestStatistics", { network: { reliable: false }, budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    let operations = 0;
    for (let version = 0; version < 20; version++) {
      await ck.put("k", "v", version);
      await ck.get("k");
      operations += 2;
    }
    const { calls, requestsLost, repliesLost, timeouts } = sim.network.calls({ from: "clerk-0" });
    const seen = await ck.statistics();
    expectValue("the clerk's number of requests", seen.requests, calls);
    expectValue("the clerk's number of retries", seen.retries, calls - operations);
    expectValue("the clerk's number of drops", seen.drops, timeouts);
    const { requests, duplicates } = await kv.statistics();
    expectValue("the server's number of requests", requests, calls - requestsLost);
    const lostPuts = sim.network.calls({ method: "put" }).repliesLost;
    if (duplicates !== 0 && (duplicates < lostPuts || duplicates > repliesLost))
      sim.fail("the server's number of duplicates is wrong", {
        expected: `${String(lostPuts)}: so many replies to puts were lost and asked for again (0 for a server without a cache)`,
        got: duplicates,
      });
  });
});

function lease(kv: KVCluster, host: string): Remote<Lease> {
  return kv.lease(kv.clerk(host), "l", { leaseMs: LEASE_MS });
}

/** Fails unless it is a number larger than `before`. */
function expectToken(what: string, got: number | undefined, before = 0): number {
  if (typeof got === "number" && got > before) return got;
  expectValue(what, String(got), `a number larger than ${String(before)}`);
  return before;
}
