import type { Message, Remote, Script, Simulation } from "labrpc/simulation";
import { expectInTime, expectValue, onMessages } from "labrpc/testing";
import { expectError, expectToken } from "./support/expectations";
import { BUDGET, simulate, startKVService, type KVCluster } from "./support/harness";
import { walkLeases } from "./support/walkLeases";
import { walkOwners } from "./support/walkOwners";
import type { Lease } from "../lease";

const LEASE_MS = 1_000;
const LONG = 60_000;

/** Two owners that programs might take for one another, the plain ones first. */
const OWNERS = [
  ["me", "you"],
  ["me", "me2"],
  ["a:b", "a"],
  ["a", "A"],
  ["free", "null"],
  ["undefined", "0"],
  ['{"owner":"a"}', "a,b"],
  ["held by a", "a"],
  [" a|b/c;d e ", " a"],
] as const;

/** What a program might write into the key of a lock that nobody holds, or take for that. */
const LIKE_FREE = (
  'free unlocked released available open none nobody unheld idle empty null undefined false 0 -1 - {} [] "" NaN ' +
  "__proto__ lock UNLOCKED"
).split(" ");
const OF_THEM = 12;

describe("Lab 2, optional: a lease with fencing tokens", () => {
  simulate("TestLeaseExpires", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const clock = setClockOf(sim, "waiter");
    const [owner] = sim.random("owners").pick(OWNERS);
    const holder = kv.lease(kv.clerk("holder"), "l", { leaseMs: LEASE_MS, owner });
    const waiter = lease(kv, "waiter");
    const token = expectToken("the first token", await holder.acquire());
    expectValue(
      `what acquire(500) of a lease that ${JSON.stringify(owner)} holds resolves to, on a machine whose clock is ${clock},`,
      await waiter.acquire(500),
      undefined,
    );
    sim.host("holder").crash();
    const crashed = sim.now;
    const next = expectToken(
      "the token after the holder crashed",
      await expectInTime(
        sim,
        `the acquire of a lease whose holder (${JSON.stringify(owner)}) crashed, on a machine whose clock is ${clock},`,
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
    const clock = setClockOf(sim, "waiter");
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
      const what = `whether somebody whose clock is ${clock} took a lease that its holder renews in time`;
      expectValue(what, taken, false);
    }
    await sim.sleep(3 * LEASE_MS);
    expectValue("whether somebody else took a lease that is not renewed any more", taken, true);
    const next = expectToken("the token of the next holder", await waiting, token);
    expectValue("what renew resolves to for who lost the lease", await holder.renew(), undefined);
    let last = expectToken("the token of the next holder's renewal", await waiter.renew(), next - 1);

    // Nobody else wants it, so it is not lost: only a message is, of each call in turn.
    await waiter.release();
    const calm = kv.lease(kv.clerk("calm"), "l", { leaseMs: 20 * LEASE_MS });
    for (const kind of ["request", "reply"] as const) {
      const lose = (): void => {
        sim.network.script(loseWrite(kind, "calm"));
      };
      lose();
      last = expectToken(`the token of an acquire whose first ${kind} is lost`, await calm.acquire(), last);
      lose();
      last = expectToken(`the token of a renewal whose first ${kind} is lost`, await calm.renew(), last);
      lose();
      await calm.release();
    }
    expectToken("the token of who comes last", await lease(kv, "last").acquire(0), last);

    // The waiter may lose what it likes. It sees a version when the answer comes, not when it asks.
    const [renewing, losing] = ["renewing", "losing"].map((host) => lease(kv, host, "m")) as [
      Remote<Lease>,
      Remote<Lease>,
    ];
    let fresh = expectToken("the first token of another lease", await renewing.acquire());
    const losses = sim.random("losses");
    sim.network.script((m) => (isOf(m, "losing") && losses.chance(0.3) ? "lose" : undefined));
    let isLost = false;
    void losing.acquire(15 * LEASE_MS).then((got) => (isLost = got !== undefined));
    for (let i = 0; i < 18; i++) {
      await sim.sleep(LEASE_MS / 2);
      const what = "whether somebody whose messages get lost took a lease that its holder renews in time";
      expectValue(what, isLost, false);
      fresh = expectToken("the token of a renewal", await renewing.renew(), fresh);
    }
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

    const machines = ["walker-1", "walker-1", "walker-2", "walker-3"].map((host, i) =>
      kv.lease(kv.clerk(`${host}/${String(i)}`, {}, host), "walk", { leaseMs: LEASE_MS }),
    );
    const objects = machines.map((lease, i) => ({ whose: `lease object ${String(i + 1)}`, lease }));
    await walkLeases(sim, objects, LEASE_MS);
  });
});

describe("Lab 2, optional: owners and statistics", () => {
  simulate("TestLockOwner", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const [ck, other] = [kv.clerk("clerk-0"), kv.clerk("clerk-1")];
    const [me, you] = sim.random("owners").pick(OWNERS);
    const whose = `(owner ${JSON.stringify(me)})`;
    const lock = kv.lock(ck, "l", { owner: me });
    const [stranger, guest] = [kv.lock(other, "l", { owner: you }), kv.lock(other, "l")];
    await lock.enter();
    expectValue(`acquire(500) by the owner that holds the lock ${whose}`, await lock.acquire(500), true);
    const refused = `acquire(500) by another owner (${JSON.stringify(you)})`;
    expectValue(refused, await stranger.acquire(500), false);
    await expectError(`a release by another owner (${JSON.stringify(you)})`, stranger.release());
    // "Frees the lock if this object holds it, and does nothing if it does not": whatever its owner holds.
    await kv.lock(ck, "l", { owner: me }).dispose();
    expectValue(
      "acquire(500) by somebody else, after an object of the holder's owner was disposed of that never acquired,",
      await guest.acquire(500),
      false,
    );
    await lock.release();
    expectValue("acquire(500) after one release", await guest.acquire(500), true);
    await guest.release();

    // "Even from another object", on another machine, too; and "one release frees the lock", whichever object's.
    await lock.enter();
    const elsewhere = kv.lock(other, "l", { owner: me });
    expectValue(
      `acquire(0) by another object of the holder's owner ${whose}`,
      await elsewhere.acquire(0),
      true,
    );
    await sim.random("who").pick([lock, elsewhere]).release();
    expectValue("acquire(500) after one release of two acquires", await guest.acquire(500), true);
    await guest.release();

    for (const owner of sim.random("names").shuffle(LIKE_FREE).slice(0, OF_THEM)) {
      const named = kv.lock(other, "l", { owner });
      await named.enter();
      const what = `acquire(0) of a lock that owner ${JSON.stringify(owner)} holds`;
      expectValue(what, await guest.acquire(0), false);
      await named.release();
    }

    const third = kv.clerk("clerk-2");
    const clerks = [ck, other, other, third, third];
    const objects = clerks.map((clerk, i) => ({
      whose: `object ${String(i + 1)} of owner ${JSON.stringify(me)}`,
      owner: me,
      lock: kv.lock(clerk, "l", { owner: me }),
    }));
    const another = { whose: `an object of owner ${JSON.stringify(you)}`, owner: you, lock: stranger };
    await walkOwners(sim, [...objects, another], guest);

    // A program that comes back under its old name finds the lock that it held.
    await lock.enter();
    ck.host.crash();
    kv.watch.forget("clerk-0");
    ck.host.restart();
    const again = kv.lock(kv.clerk("clerk-0"), "l", { owner: me });
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
    for (let version = 0; version < 20; version++) {
      await ck.put("k", "v", version);
      await ck.get("k");
    }
    const { calls, requestsLost, repliesLost, timeouts } = sim.network.calls({ from: "clerk-0" });
    const seen = await ck.statistics();
    expectValue("the clerk's number of requests", seen.requests, calls);
    // Not calls less operations: a clerk may look with a get what became of a put. It never gives up, so whatever got no reply
    // was sent again.
    expectValue("the clerk's number of retries", seen.retries, timeouts);
    expectValue("the clerk's number of drops", seen.drops, timeouts);
    const { requests, duplicates } = await kv.statistics();
    expectValue("the server's number of requests", requests, calls - requestsLost);
    const lostPuts = sim.network.calls({ method: "put" }).repliesLost;
    if (duplicates !== 0 && (duplicates < lostPuts || duplicates > repliesLost))
      sim.fail("the server's number of duplicates is wrong", {
        expected: `${String(lostPuts)}: so many replies to puts were lost and asked for again (0 for a server without a cache)`,
        got: duplicates,
      });

    // Calls that are given up count, too: each of their requests got no reply.
    sim.network.set({ requestLoss: 1 });
    const hasty = kv.clerk("clerk-1", { maxRetries: 2 });
    await hasty.put("k", "v", 20);
    await hasty.get("k");
    const sent = sim.network.calls({ from: "clerk-1" });
    const given = await hasty.statistics();
    expectValue("the number of requests of a clerk that gave up", given.requests, sent.calls);
    expectValue("the number of retries of a clerk that gave up", given.retries, sent.calls - 2);
    expectValue("the number of drops of a clerk that gave up", given.drops, sent.timeouts);
  });
});

/** "Machines do not agree on the time": a clock is right, ahead or behind. Says which. */
function setClockOf(sim: Simulation, host: string): string {
  const clockAheadMs = sim.random("clocks").pick([0, 700, -700, 86_400_000, -86_400_000]);
  sim.host(host, { clockAheadMs });
  if (clockAheadMs === 0) return "right";
  return `${String(Math.abs(clockAheadMs) / 1_000)} s ${clockAheadMs > 0 ? "ahead" : "behind"}`;
}

/** Loses the first message of a kind, to or from a host, that is not about a get. */
function loseWrite(kind: Message["kind"], host: string): Script {
  const end = kind === "request" ? "from" : "to";
  return onMessages(1, (m) => m.kind === kind && m[end] === host && m.method !== "get", "lose").script;
}

function isOf({ from, to }: Message, host: string): boolean {
  return from === host || to === host;
}

function lease(kv: KVCluster, host: string, name = "l"): Remote<Lease> {
  return kv.lease(kv.clerk(host), name, { leaseMs: LEASE_MS });
}
