import type { GetEnd, KVStage, LeaseEnd, Scenarios, StageClerk, StageLease, StageLock } from "./stage";

const KEYS = ["", " ", "toString", "__proto__", "a\nb", "0", "00", "A", "a", "a.version"];
const VALUES = ["", "a|b:c,d", '{"a":1}', "null", "\n", " x "];
const LOCKS = [
  "l",
  "L",
  " l",
  "l1",
  "a/b",
  "a_b",
  "lock of the first shard",
  "lock of the first file",
  "L:last",
];

const DAY_MS = 86_400_000;

/** The key's version, 0 when there is none. */
function versionIn(got: GetEnd): number {
  return typeof got === "string" ? 0 : got.version;
}

/** Objects of one lock, each of a clerk of its own. */
function threeLocks(stage: KVStage): readonly [a: StageLock, b: StageLock, c: StageLock] {
  const lock = (name: string): StageLock => stage.lock(stage.clerk(name), "l");
  return [lock("clerk-a"), lock("clerk-b"), lock("clerk-c")];
}

export const scenarios: Scenarios = {
  async "a put is done if its version is the key's, whatever the key and the value"(stage) {
    stage.startServer();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    for (const [i, key] of KEYS.entries()) {
      const values = i === 0 ? VALUES : [`value of ${key}`, ""];
      stage.expectEqual(`a get of the missing ${JSON.stringify(key)}`, await a.get(key), "ErrNoKey");
      stage.expectEqual("a put to a missing key", await a.put(key, "x", 1), "ErrNoKey");
      for (const [version, value] of values.entries()) {
        stage.expectEqual("a put with the key's version", await a.put(key, value, version), "done");
        for (const wrong of [0, version, version + 2])
          stage.expectEqual("a put with a wrong version", await b.put(key, "x", wrong), "ErrVersion");
        stage.expectEqual("another's get", await b.get(key), { value, version: version + 1 });
      }
      stage.expectEqual("another's put", await b.put(key, "last", values.length), "done");
      stage.expectEqual("a get", await a.get(key), { value: "last", version: values.length + 1 });
    }
  },

  async "a put that is sent again does not lie, and there is no doubt without need"(stage) {
    stage.startServer();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    for (const kind of ["request", "reply"] as const)
      for (const value of ["same", "other"]) {
        const key = `${kind} ${value}`;
        await a.put(key, "first", 0);
        stage.network.lose({ kind, [kind === "request" ? "from" : "to"]: "clerk-a", count: 2 });
        const put = a.put(key, "same", 1);
        await stage.sleep(100);
        await b.put(key, value, versionIn(await b.get(key)));
        await put;
        await b.get(key);
      }
    await a.put("k", "0", 0);
    stage.network.lose({ kind: "request", from: "clerk-a", count: 2 });
    stage.expectEqual("a put whose first requests are lost", await a.put("k", "1", 1), "done");
    stage.network.lose({ kind: "reply", to: "clerk-a" });
    stage.expectEqual("a get whose reply is lost", await a.get("k"), { value: "1", version: 2 });
    stage.expectEqual("an old version, sent once", await a.put("k", "x", 1), "ErrVersion");
    stage.network.lose({ kind: "reply", to: "clerk-a" });
    const end = await a.put("none", "x", 3);
    stage.expect(`${end} is ErrNoKey or ErrMaybe`, end === "ErrNoKey" || end === "ErrMaybe");
    stage.expectEqual("a missing key, sent once", await a.put("none", "x", 3), "ErrNoKey");
    await stage.expectLinearizable();
  },

  async "a put may come again, or late, however long it takes"(stage) {
    stage.startServer();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    await a.put("k", "0", 0);
    stage.network.block("server", "clerk-a");
    const put = a.put("k", "1", 1);
    await stage.sleep(100);
    stage.network.block("clerk-a", "server");
    for (let version = 2; version < 20; version++) await b.put("k", `b's ${String(version)}`, version);
    await stage.crowd({ clerks: 120, operations: 3, keys: ["crowd"], machine: "crowd" });
    await stage.sleep(60_000);
    stage.network.heal();
    await put;
    const version = versionIn(await b.get("k"));
    for (const [i, lateMs] of [1_500, 8_000].entries()) {
      stage.network.delay({ kind: "request", from: "clerk-a" }, lateMs);
      await a.put("k", `early ${String(i)}`, version + 2 * i);
      stage.network.lose({ kind: "reply", to: "clerk-a" });
      await a.put("k", `later ${String(i)}`, version + 2 * i + 1);
      await b.get("k");
    }
    await stage.sleep(10_000);
    await b.get("k");
    await stage.expectLinearizable();
  },

  async "without an answer a clerk pauses longer and longer, and gives up as its options say"(stage) {
    stage.startServer();
    const options = { retryDelay: 1_000, maxDelay: 200_000, maxRetries: 8 };
    const hasty = Array.from({ length: 8 }, (_, i) => stage.clerk(`hasty-${String(i)}`, options));
    const longest = { retryDelay: 4_000, maxDelay: 2_000, maxRetries: 2 };
    const even = ["even-0", "even-1", "even-2", "even-3"].map((name) => stage.clerk(name, longest));
    const restless = stage.clerk("restless", { retryDelay: 0, maxRetries: 8 });
    const patient = stage.clerk("patient", { maxDelay: 60_000 });
    const [reader, waiting] = [stage.clerk("reader"), stage.clerk("waiting")];
    await reader.put("k", "0", 0);
    for (const clerk of [...hasty, restless]) await clerk.get("k");
    const cutOff = [...hasty, ...even, restless, patient, waiting].map(({ name }) => name);
    stage.network.partition(cutOff, ["server", "reader"]);
    const [since, sent] = [await stage.now(), await stage.requests("restless")];
    stage.expectEqual("a get without pauses", await restless.get("k"), "ErrTimeout");
    const requests = (await stage.requests("restless")) - sent;
    stage.expect("there was no pause", (await stage.now()) - since < 1_000 * requests + 50);
    const seen = await restless.statistics();
    if (seen !== "none") {
      stage.expectEqual("the clerk's number of requests", seen.requests, sent + requests);
      stage.expectEqual("its number of drops", seen.drops, requests);
    }
    const patience = patient.get("k");
    const counts: number[] = [];
    for (; counts.length < 48; await stage.sleep(30_000)) counts.push(await stage.requests("patient"));
    // In the end a pause takes half a minute or so.
    const inAMinute = counts.slice(6).map((count, i) => count - counts[i + 4]!);
    stage.expect("the pauses stay long", Math.max(...inAMinute) < 10);
    const later = waiting.get("k");
    const together = await stage.now();
    const ends = even.map(async (clerk) => {
      await clerk.get("k");
      return (await stage.now()) - together;
    });
    const apart = await Promise.all(ends);
    stage.expect(
      "also at the longest, clerks pause differently",
      Math.max(...apart) - Math.min(...apart) > 5,
    );
    for (const what of ["get", "get", "put"]) {
      const from = await stage.now();
      const times = hasty.map(async (clerk) => {
        if (what === "get") stage.expectEqual("how it ends", await clerk.get("k"), "ErrTimeout");
        else stage.expectEqual("how it ends", await clerk.put("k", "given up", 1), "ErrMaybe");
        return (await stage.now()) - from;
      });
      const took = await Promise.all(times);
      const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
      // Eight or nine requests of 1 s; the pauses double from 1 to 128 s, or are half as long.
      stage.expect(`on average ${String(mean)} ms`, mean > 60_000 && mean < 420_000);
      stage.expect("clerks pause differently", Math.max(...took) - Math.min(...took) > 100);
    }
    stage.network.heal();
    await stage.expectInTime("a get on a network that is back", 2_100, later);
    stage.expectEqual("what a patient clerk finds", await patience, { value: "0", version: 1 });
    await stage.sleep(300_000);
    stage.expectEqual("what nobody has written over", await reader.get("k"), { value: "0", version: 1 });
  },

  async "a lock has one holder, by its name, for as long as it likes"(stage) {
    stage.startServer();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    const [mine, others] = [a, b].map((clerk) => LOCKS.map((name) => stage.lock(clerk, name)));
    await stage.sleep(1_000);
    for (const name of LOCKS) stage.expectEqual("the key of a lock just made", await a.get(name), "ErrNoKey");
    await mine!.at(-1)!.acquire();
    await mine!.at(-1)!.release();
    for (const lock of mine!) stage.expectEqual("acquire of a free lock", await lock.acquire(1_000), true);
    for (const lock of others!)
      for (const ms of [0, 30]) stage.expectEqual("acquire of a held lock", await lock.acquire(ms), false);
    stage.expectEqual("another object's acquire", await stage.lock(a, "l").acquire(100), false);
    // On a slow link it asks less often.
    stage.network.slow("clerk-b", "server", 900);
    await stage.expectInTime("acquire(310000) of a held lock", 313_000, others![0]!.acquire(310_000));
    stage.network.heal();
    await stage.sleep(1_800_000);
    stage.expectEqual("acquire after half an hour", await others![0]!.acquire(0), false);
    for (const lock of mine!.slice(1)) stage.expectEqual("release", await lock.release(), "done");
    for (const lock of others!.slice(1)) stage.expectEqual("acquire", await lock.acquire(0), true);
    stage.crash("clerk-a");
    stage.restart("clerk-a");
    const again = stage.clerk("clerk-c", { machine: "clerk-a" });
    stage.expectEqual("acquire after a crash", await stage.lock(again, "l").acquire(500), false);
  },

  async "who does not hold a lock cannot free it, and who gave up does not get it"(stage) {
    stage.startServer();
    const [a, b, c] = threeLocks(stage);
    stage.expectEqual("release of a free lock", await a.release(), "ErrNotHeld");
    for (const leave of ["release", "dispose"] as const) {
      await a.acquire();
      await b.dispose();
      stage.expectEqual("release by another client", await b.release(), "ErrNotHeld");
      const from = await stage.now();
      const before = await stage.requests("clerk-b");
      stage.expectEqual("acquire(2000)", await b.acquire(2_000), false);
      const waited = (await stage.now()) - from;
      stage.expect("acquire(2000) takes about 2 s", waited > 1_400 && waited < 2_900);
      stage.expect("it does not flood the server", (await stage.requests("clerk-b")) - before < 600);
      await a[leave]();
      stage.expectEqual("acquire right after that", await c.acquire(0), true);
      const ms = leave === "release" ? 10_000 : 2_592_000_000;
      const waiting = b.acquire(ms);
      await stage.sleep(300);
      await c.release();
      stage.expectEqual(`acquire(${String(ms)})`, await waiting, true);
      stage.expectEqual("acquire(50)", await a.acquire(50), false);
      await b.release();
      await stage.sleep(3_000);
      stage.expectEqual("acquire, long after another client gave up", await c.acquire(0), true);
      await c.release();
      stage.expectEqual("a second release", await c.release(), "ErrNotHeld");
    }
  },

  async "whichever message of an acquire or a release is lost, there is one holder at most, and it frees the lock"(
    stage,
  ) {
    stage.startServer();
    const [a, b, c] = threeLocks(stage);
    for (const lost of ["requests", "replies"])
      for (const blockedMs of [1_000, 5_000])
        for (let nth = 0; nth < 4; nth++) {
          // Every message of clerk-a is on its way for 100 ms, and one of the first four is lost.
          stage.network.slow("clerk-a", "server", 100);
          stage.network.slow("server", "clerk-a", 100);
          const acquiring = a.acquire(1_500);
          await stage.sleep(50 + 100 * nth);
          if (lost === "requests") stage.network.block("clerk-a", "server");
          else stage.network.block("server", "clerk-a");
          const isTaken = nth % 2 === 1 && (await b.acquire(20));
          await stage.sleep(blockedMs);
          stage.network.heal();
          await stage.sleep(2_500);
          if (isTaken) await b.release();
          if (await acquiring) stage.expectEqual("release of the holder", await a.release(), "done");
          stage.expectEqual("acquire in the end", await c.acquire(1_000), true);
          await c.release();
        }
    for (const lost of ["request", "reply", "late request"])
      for (const count of [1, 2]) {
        await a.acquire();
        if (lost === "reply") stage.network.lose({ kind: "reply", to: "clerk-a", count });
        else if (lost === "request") stage.network.lose({ kind: "request", from: "clerk-a", count });
        else stage.network.delay({ kind: "request", from: "clerk-a", count }, 6_000);
        const releasing = a.release();
        await b.acquire();
        stage.expectEqual("release", await stage.expectInTime("release", 15_000, releasing), "done");
        stage.expectEqual("acquire while clerk-b holds it", await c.acquire(300), false);
        await stage.sleep(10_000);
        stage.expectEqual("acquire later on", await c.acquire(300), false);
        await b.release();
        stage.expectEqual("acquire right after a release", await c.acquire(0), true);
        await c.release();
      }
  },

  async "an owner holds a lock with all its objects, where locks have owners"(stage) {
    stage.startServer();
    const clerks = ["clerk-a", "clerk-b", "clerk-c"].map((name) => stage.clerk(name));
    const [a, b, c] = clerks;
    const owned = (clerk: StageClerk | undefined, lock: string, owner: string): StageLock =>
      stage.lock(clerk!, lock, { owner });
    await owned(a, "l", "me").acquire();
    if (!(await owned(b, "l", "me").acquire(0))) return;
    for (const [me, other] of [
      ["me", "you"],
      ["a:b", "a:c"],
      ["free", "null"],
    ] as const) {
      const [first, second] = [owned(a, me, me), owned(b, me, me)];
      stage.expectEqual("acquire", await first.acquire(0), true);
      stage.expectEqual("acquire of another owner", await owned(c, me, other).acquire(0), false);
      await second.dispose();
      stage.expectEqual("acquire after an object's end", await owned(c, me, other).acquire(0), false);
      await first.release();
      stage.expectEqual("acquire with another object", await second.acquire(0), true);
      await first.dispose();
      stage.expectEqual("acquire after the first's end", await owned(c, me, other).acquire(0), false);
      // One release frees it; what the owner acquires then is no longer the first two's.
      stage.expectEqual("acquire of a lock that its owner holds", await first.acquire(0), true);
      stage.expectEqual("release", await second.release(), "done");
      const third = owned(c, me, me);
      stage.expectEqual("acquire with a third object", await third.acquire(0), true);
      await first.dispose();
      stage.expectEqual("acquire after an older end", await owned(b, me, other).acquire(0), false);
      stage.expectEqual("release of the third", await third.release(), "done");
    }
  },

  async "a lease is its holder's until its time is over, and each token is larger"(stage) {
    stage.startServer();
    const leaseOf = (name: string, clockAheadMs: number): StageLease =>
      stage.lease(stage.clerk(name, { clockAheadMs }), "l", { leaseMs: 1_000 });
    const [a, b, c] = [leaseOf("clerk-a", 0), leaseOf("clerk-b", -DAY_MS), leaseOf("clerk-c", DAY_MS)];
    let last: LeaseEnd = 0;
    const expectLarger = (what: string, got: LeaseEnd): void => {
      stage.expect(`${what} gives a larger token`, typeof got === "number" && got > Number(last));
      last = got;
    };
    const first = await a.acquire();
    if (first === "none") return;
    expectLarger("an acquire", first);
    // The first look of clerk-b takes longer than the lease lasts.
    stage.network.lose({ kind: "request", from: "clerk-b" });
    const waiting = [b.acquire(3_700), c.acquire(3_700)];
    for (let i = 0; i < 8; i++) {
      await stage.sleep(500);
      expectLarger("a renewal in time", await a.renew());
    }
    for (const wait of waiting)
      stage.expectEqual("acquire of a lease that is renewed", await wait, "not held");
    stage.network.lose({ kind: "reply", to: "clerk-a" });
    expectLarger("a renewal whose reply is lost", await a.renew());
    expectLarger("acquire of a lease that is not renewed", await b.acquire(5_000));
    stage.expectEqual("release of who lost it", await a.release(), "ErrNotHeld");
    stage.expectEqual("acquire(0) of a lease that is held", await c.acquire(0), "not held");
    expectLarger("a renewal", await b.renew());
    expectLarger("another's acquire", await c.acquire(5_000));
    stage.expectEqual("release", await c.release(), "done");
    stage.expectEqual("a renewal of a lease that is lost, and free", await b.renew(), "not held");
    expectLarger("acquire of a free lease", await a.acquire(0));
    await a.dispose();
    expectLarger("acquire of a lease that was disposed of", await b.acquire(0));
  },

  async "many clients at the same time agree, and each gets the lock in its turn"(stage) {
    stage.startServer();
    const clerks = ["a", "b", "c"].map((name, i) =>
      stage.clerk(`clerk-${name}`, i < 2 ? { machine: "shared" } : {}),
    );
    for (let version = 0; version < 5; version++) {
      const ends = await Promise.all(clerks.map((clerk, i) => clerk.put("k", `from ${String(i)}`, version)));
      stage.expectEqual("how they end", [...ends].sort(), ["ErrVersion", "ErrVersion", "done"]);
    }
    const [greedy, ...others] = clerks.map((clerk) => stage.lock(clerk, "l"));
    await greedy!.acquire();
    void stage.lock(stage.clerk("doomed"), "l").acquire();
    await stage.sleep(500);
    stage.crash("doomed");
    let waiting = others.length;
    const waits = others.map(async (lock) => {
      await lock.acquire();
      waiting -= 1;
      await lock.release();
    });
    await stage.sleep(500);
    await greedy!.release();
    for (let turns = 0; waiting > 0 && turns < 250; turns++) {
      await stage.expectInTime("acquire", 60_000, greedy!.acquire());
      await greedy!.release();
    }
    stage.expectEqual("how many have waited for 250 turns of another", waiting, 0);
    await Promise.all(waits);
    stage.network.unreliable();
    await Promise.all([stage.crowd(), stage.crowd({ clerks: 3, machine: "shared" })]);
    await stage.lockCrowd({ locks: ["l", "L"] });
    await stage.lockCrowd({ clerks: 3, machine: "shared" });
    await stage.expectLinearizable();
  },
};
