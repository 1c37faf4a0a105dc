import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue, showJson } from "labrpc/testing";
import { expectError, expectReport, expectSuccess } from "./support/expectations";
import {
  OPTIONS,
  SAVE_EVERY_MS,
  simulate,
  SNAPSHOT_SLACK_MS,
  startServers,
  type Servers,
} from "./support/harness";
import { DiskSpell } from "./support/disk/DiskSpell";
import { SnapshotWatch } from "./support/disk/SnapshotWatch";
import type { Response } from "../types";

/** So many keys are more than a server writes in one piece; so many are set at the same time. */
const MANY = 1_200;
/** How much later than it should be a snapshot of so many keys may be whole, virtual ms. */
const LARGE_SLACK_MS = 2_000;
const AT_ONCE = 100;

describe("Lab 5, part 3: what survives", () => {
  simulate("TestSnapshotEvery10s", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    // What was answered more than ten seconds before the crash is there, whenever the crash comes.
    const random = sim.random("times");
    const written: { key: string; value: string; at: number }[] = [];
    const end = sim.now + random.between(25_000, 45_000);
    for (let i = 0; sim.now < end; i++) {
      const [key, value] = [`key-${String(i % 7)}`, String(i)];
      await ck.set(key, value);
      written.push({ key, value, at: sim.now });
      await sim.sleep(random.between(50, 900));
    }
    const safe = sim.now - SAVE_EVERY_MS - SNAPSHOT_SLACK_MS;
    const report = await kv.restart(1, "kill");
    expectValue("what the server found after a crash", report.kind, "restored");
    for (const key of new Set(written.map((write) => write.key))) {
      const own = written.filter((write) => write.key === key);
      const atLeast = own.findLastIndex(({ at }) => at <= safe);
      const got = (await ck.get(key)).value;
      const found = own.findIndex(({ value }) => value === got);
      if (found < atLeast || (found === -1 && got !== null))
        sim.fail(`the value of ${key} after a crash is older than the last snapshot may be`, {
          expected: `"${own[atLeast]?.value ?? ""}", written ${((sim.now - (own[atLeast]?.at ?? 0)) / 1_000).toFixed(1)} s before, or a later one`,
          got: got ?? "no such key",
        });
    }
    // Nothing is asked of it, and it saves all the same, once in ten seconds.
    const before = kv.disk(1).operations;
    await sim.sleep(3 * SAVE_EVERY_MS + 500);
    expectBetween(
      "what a server without requests does to its disk in 30 s",
      kv.disk(1).operations - before,
      0,
      60,
      "operations",
    );
    await expectEachChangeSaved(sim, kv);
    await expectSavedBesideRequests(sim, kv);
    await expectNoHalfOfAKey(sim, kv);
    // It takes longer than all the others together.
    if (sim.inTurn([false, true, false, false, false])) await expectWholeAmongMany(sim);
    await expectWholeFromASlowDisk(sim, kv);
    // As often as the server was told.
    const often = await startServers(sim, { servers: 1, name: "often", saveEveryMs: 2_000 });
    await often.client("client-of-often").set("k", "v");
    await sim.sleep(2_000 + SNAPSHOT_SLACK_MS);
    expectReport("the start of a server that saves every 2 s", await often.restart(1, "kill"), {
      kind: "restored",
      keys: 1,
    });
    await expectNewestStays(sim, often);
  });
});

/** "Nor may an older one replace a newer one in the end": the disk is slow for one step of a snapshot, and not for the next. */
async function expectNewestStays(sim: Simulation, kv: Servers): Promise<void> {
  const saveEveryMs = 2_000;
  const HELD_MS = 4_400;
  const file = "kv_store_server1.json";
  const watch = new SnapshotWatch(sim, kv.disk(1), { file, saveEveryMs, slowMs: 0, keys: 2 });
  watch.started();
  watch.heldMs = HELD_MS;
  const ck = kv.client("client-of-often");
  await ck.set("k", "older");
  const random = sim.random("held");
  const spell = new DiskSpell(sim, kv.disk(1), { kind: "slow", skip: random.int(2), count: 1, ms: HELD_MS });
  await Promise.race([spell.begun, sim.sleep(2 * saveEveryMs)]);
  await sim.sleep(500);
  expectSuccess("SET while a snapshot waits for a slow disk", await ck.set("k", "newer"));
  const answered = sim.now;
  await sim.until(() => spell.isOver, { withinMs: 2 * HELD_MS });
  await sim.sleep(random.between(20, 400));
  const since = watch.sinceOfCrash();
  spell.end();
  await kv.restart(1, "kill");
  const { value } = await ck.get("k");
  if (value !== "newer" && (value !== "older" || since > answered))
    sim.fail("a snapshot that took long replaced one that was begun after it", {
      expected: since > answered ? '"newer", which a whole snapshot had' : '"newer" or "older"',
      got: String(value),
    });
}

/** A change of each kind is in the next snapshot, also when it is the only one. */
async function expectEachChangeSaved(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-of-changes");
  await ck.set("set", "old");
  await ck.set("deleted", "x");
  await ck.set("expires", "x");
  await sim.sleep(SAVE_EVERY_MS + SNAPSHOT_SLACK_MS);
  for (const kind of sim.random("changes").shuffle(["SET", "DELETE", "EXPIRE"] as const)) {
    if (kind === "SET") await ck.set("set", "new");
    else if (kind === "DELETE") await ck.delete("deleted");
    else await ck.expire("expires", 1_000);
    await sim.sleep(SAVE_EVERY_MS + SNAPSHOT_SLACK_MS);
    await kv.restart(1, "kill");
    const what = `after a crash, when ${kind} was the only change before the last snapshot,`;
    if (kind === "SET") expectSuccess(`GET ${what}`, await ck.get("set"), { value: "new" });
    else if (kind === "DELETE") expectError(`GET ${what}`, await ck.get("deleted"), { value: null });
    else expectBetween(`the ttl ${what}`, (await ck.get("expires")).ttl ?? -1, 980, 1_000, "seconds");
  }
}

/** Requests are answered while a snapshot is written, and what they change is in the next one. */
async function expectSavedBesideRequests(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-beside");
  for (const key of ["first", "removed", "ends", "last"]) await ck.set(key, "old");
  const answers: Promise<Response>[] = [];
  const nth = 1 + sim.random("beside").int(3);
  kv.atEachDiskOperation(1, (count) => {
    if (count < nth) return "again";
    answers.push(ck.set("first", "new"), ck.delete("removed"), ck.set("last", "new"));
    answers.push(ck.set("ends", "new"), ck.expire("set", 1_000));
    return "enough";
  });
  await sim.until(() => answers.length > 0, { withinMs: SAVE_EVERY_MS + SNAPSHOT_SLACK_MS });
  kv.disk(1).before = undefined;
  for (const answer of answers) expectSuccess("a request while a snapshot is written", await answer);
  await sim.sleep(SAVE_EVERY_MS + SNAPSHOT_SLACK_MS);
  await kv.restart(1, "kill");
  for (const key of ["first", "ends", "last"])
    expectSuccess(
      "GET, after a crash, of what was set while an earlier snapshot was written",
      await ck.get(key),
      {
        value: "new",
        ttl: null,
      },
    );
  expectError("GET of what was deleted while an earlier snapshot was written", await ck.get("removed"), {
    value: null,
  });
  expectBetween("the ttl that was given meanwhile", (await ck.get("set")).ttl ?? -1, 980, 1_000, "seconds");
}

/**
 * Changes keys at one of the next things that the server does to its disk, and kills and restarts it when the snapshot
 * may be whole.
 */
async function restartAfterChange(
  sim: Simulation,
  kv: Servers,
  { nth, slackMs, change }: { nth: number; slackMs: number; change: () => Promise<unknown>[] },
): Promise<void> {
  const state: { changed?: Promise<unknown> } = {};
  // Slow enough that all changes come before the next thing that is done to the disk.
  sim.network.slow(kv.diskName(1), kv.nameOf(1), 6);
  kv.atEachDiskOperation(1, (count) => {
    if (count < nth) return "again";
    state.changed = Promise.all(change());
    return "enough";
  });
  await sim.until(() => state.changed !== undefined, { withinMs: SAVE_EVERY_MS + slackMs });
  kv.disk(1).before = undefined;
  await state.changed;
  await sim.sleep(slackMs);
  sim.network.slow(kv.diskName(1), kv.nameOf(1), 0);
  await kv.restart(1, "kill");
}

/** A key is saved as it was at one moment, also when it changes while a snapshot is written. */
async function expectNoHalfOfAKey(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-of-halves");
  for (const key of ["pair", "dropped", "before"]) await ck.set(key, "old");
  await restartAfterChange(sim, kv, {
    nth: 1,
    slackMs: SNAPSHOT_SLACK_MS,
    change: () => [ck.set("pair", "new").then(() => ck.expire("pair", 1_000)), ck.delete("dropped")],
  });
  const { value, ttl } = await ck.get("pair");
  if (!(value === "new" || (value === "old" && ttl === null)))
    sim.fail("a key that changed while a snapshot was written was saved by halves", {
      expected: '"old" without expiration, or "new"',
      got: JSON.stringify({ value, ttl }),
    });
  const what = "GET, after a crash, of what was set before a snapshot, while which other keys changed,";
  expectSuccess(what, await ck.get("before"), { value: "old" });
}

/**
 * "Write it in pieces, with an await between them. What happens to keys that change meanwhile?" And to those that nobody
 * touches? The first pieces may have been written by then, and the last ones not: so keys change at both ends.
 */
async function expectWholeAmongMany(sim: Simulation): Promise<void> {
  const kv = await startServers(sim, { servers: 1, name: "large" });
  const ck = kv.client("client-of-many");
  const setEnd = async (end: string): Promise<void> => {
    for (const name of ["deleted", "begins", "ends"]) await ck.set(`${name}-${end}`, "old");
    await ck.expire(`ends-${end}`, 1_000);
  };
  await setEnd("first");
  for (let i = 0; i < MANY; i += AT_ONCE)
    await sim.inParallel(AT_ONCE, (j) => ck.set(`many-${String(i + j)}`, "x"));
  await setEnd("last");
  // A whole snapshot has all of them, whether or not the next one is whole when the server is killed.
  await sim.sleep(SAVE_EVERY_MS + LARGE_SLACK_MS);
  await ck.set("begins-first", "newer");
  const ends = ["first", "last"] as const;
  await restartAfterChange(sim, kv, {
    nth: 1 + sim.random("many").int(3),
    slackMs: LARGE_SLACK_MS,
    change: () =>
      ends.flatMap((end) => [
        ck.set(`begins-${end}`, "newest").then(() => ck.expire(`begins-${end}`, 1_000)),
        ck.set(`ends-${end}`, "newest"),
        ck.delete(`deleted-${end}`),
      ]),
  });
  for (const end of ends) {
    const begins = await ck.get(`begins-${end}`);
    const isOld = begins.value === "old" || begins.value === "newer";
    if (!(begins.value === "newest" || (isOld && begins.ttl === null)))
      failsByHalves(sim, begins, '"old" or "newer" without expiration, or "newest"');
    const stays = await ck.get(`ends-${end}`);
    if (stays.value !== (stays.ttl === null ? "newest" : "old"))
      failsByHalves(sim, stays, '"old" with its expiration, or "newest", of which SET has ended it');
  }
  const keys = new Set((await ck.keys(1))[0]?.keys);
  const lost = Array.from({ length: MANY }, (_, i) => `many-${String(i)}`).filter((key) => !keys.has(key));
  if (lost.length > 0)
    sim.fail(
      "keys that nobody touched are gone after a crash; others were deleted while the snapshot was written",
      { expected: "none", got: lost.slice(0, 3).map(showJson).join(", ") },
    );
}

function failsByHalves(sim: Simulation, { value, ttl }: Response, expected: string): never {
  return sim.fail("a key that changed while a snapshot of many keys was written was saved by halves", {
    expected,
    got: JSON.stringify({ value, ttl }),
  });
}

/** A snapshot may take longer than the interval; then the next one must not spoil it. */
async function expectWholeFromASlowDisk(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-slow");
  const OPERATION_MS = 3_500;
  const EXPIRES_S = 100;
  sim.network.slow(kv.nameOf(1), kv.diskName(1), OPERATION_MS);
  await ck.set("first", "slow");
  await ck.set("leaves", "x");
  const sent = sim.now;
  await ck.expire("leaves", EXPIRES_S);
  const answered = sim.now;
  await sim.sleep(sim.random("slow").between(15_000, 60_000));
  kv.kill(1);
  sim.network.slow(kv.nameOf(1), kv.diskName(1), 0);
  expectValue("what a server with a slow disk found after a crash", (await kv.start(1)).kind, "restored");
  const { value } = await ck.get("first");
  expectValue("the value after that is one that was set", value === "new" || value === "slow", true);
  expectSuccess("GET after that of what was set long before", await ck.get("last"), { value: "new" });
  // "From the moment it expires", however long a snapshot took that has the moment; the key may be in none.
  if ((await ck.get("leaves")).ttl == null) return;
  await sim.sleep(sent + EXPIRES_S * 1_000 - 10 - sim.now);
  expectSuccess("GET of a restored key, 10 ms before it expires,", await ck.get("leaves"), { ttl: 1 });
  await sim.sleep(answered + EXPIRES_S * 1_000 + 1 - sim.now);
  const what = "GET of a key, restored from a snapshot that took long, when it has expired,";
  expectError(what, await ck.get("leaves"), { value: null });
}
