import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue, type ScenarioOptions } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "./support/expectations";
import { BUDGET, OPTIONS, simulate, startServers, SWEEP_EVERY_MS, type Servers } from "./support/harness";

const DAY_MS = 86_400_000;
const MONTHS: ScenarioOptions = { ...OPTIONS, budget: { ...BUDGET, virtualMs: 100 * DAY_MS } };

describe("Lab 5, part 1: commands", () => {
  simulate("TestExpire", MONTHS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    const random = sim.random("ttl");
    const ttl = 10 + random.int(50);
    await sim.sleep(random.between(0, 1_000));
    expectError("EXPIRE of a key that is not there", await ck.expire("session:abc", ttl));
    await ck.set("session:abc", "xyz");
    await ck.set("stays", "here");
    expectSuccess("GET of a key without expiration", await ck.get("session:abc"), { ttl: null });
    expectSuccess("EXPIRE", await ck.expire("session:abc", ttl), { key: "session:abc", ttl });
    const expires = sim.now + ttl * 1_000;
    expectSuccess("GET right after EXPIRE", await ck.get("session:abc"), { value: "xyz", ttl });
    await sim.sleep(ttl * 500);
    const half = await ck.get("session:abc");
    expectSuccess("GET when half of the time is over", half, { value: "xyz" });
    expectBetween(
      "the ttl when half of the time is over",
      half.ttl ?? -1,
      Math.floor(ttl / 2),
      Math.ceil(ttl / 2),
      "seconds",
    );
    await sim.sleep(expires - sim.now - 60);
    expectSuccess("GET shortly before the end", await ck.get("session:abc"), { value: "xyz", ttl: 1 });
    await sim.sleep(expires - sim.now + 20);
    expectError("GET shortly after the end", await ck.get("session:abc"), { value: null });
    const keys = (await ck.keys()).flatMap(({ keys: own = [] }) => own);
    expectKeys("KEYS shortly after the end", keys, ["stays"]);
    expectError("DELETE of a key that has expired", await ck.delete("session:abc"));
    expectError("EXPIRE of a key that has expired", await ck.expire("session:abc", 5));
    expectSuccess("SET of a key that has expired", await ck.set("session:abc", "again"));
    expectSuccess("GET after that", await ck.get("session:abc"), { value: "again", ttl: null });
    await sim.sleep(1_000);
    for (const wrong of [0, -1, "60", true, [5], null, undefined, {}]) {
      const answer = await kv.ask(3, { command: "EXPIRE", key: "session:abc", ttl: wrong });
      expectError(`EXPIRE with the ttl ${JSON.stringify(wrong)}`, answer);
    }
    expectSuccess("GET after ttls that are none", await ck.get("session:abc"), { value: "again", ttl: null });
    for (const key of ["__proto__", "toString"]) {
      await ck.set(key, "x");
      await ck.expire(key, 50);
      expectSuccess(`GET of ${JSON.stringify(key)}, which expires,`, await ck.get(key), { ttl: 50 });
    }
    // Thirty days are more than a timer can wait.
    for (const days of [1, 30, 3_650]) {
      const [key, seconds] = [`for ${String(days)} days`, days * 86_400];
      await ck.set(key, "x");
      expectSuccess(`EXPIRE in ${String(days)} days`, await ck.expire(key, seconds), { ttl: seconds });
    }
    await ck.set("short", "x");
    expectSuccess("EXPIRE in 1.5 seconds", await ck.expire("short", 1.5), { ttl: 2 });
    await sim.sleep(1_200);
    expectSuccess("GET 1.2 seconds after that", await ck.get("short"), { value: "x", ttl: 1 });
    await sim.sleep(400);
    expectError("GET 1.6 seconds after it", await ck.get("short"), { value: null });
    for (const days of [1, 30, 3_650])
      expectSuccess("GET of a key that has days left", await ck.get(`for ${String(days)} days`), {
        value: "x",
        ttl: days * 86_400 - 1,
      });
    await expectNoneAtTheEnd(sim, kv);
    await expectGoneForEachCommand(sim);
    // Whoever saves every ten seconds would do so for a month.
    for (const id of kv.ids) kv.host(id).shutDown();
    await expectThereForMonths(sim);
  });

  simulate("TestExpireOverwrite", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const started = sim.now;
    const ck = kv.client("client");
    await ck.set("a", "1");
    await ck.expire("a", 10);
    expectSuccess("SET of a key that expires", await ck.set("a", "2"));
    expectSuccess("GET after SET, which ends the expiration,", await ck.get("a"), { value: "2", ttl: null });
    await ck.expire("a", 10);
    expectSuccess("SET with the value that is there", await ck.set("a", "2"));
    expectSuccess("GET after that", await ck.get("a"), { value: "2", ttl: null });
    await ck.set("b", "1");
    await ck.expire("b", 5);
    await ck.expire("b", 60);
    await ck.set("c", "1");
    await ck.expire("c", 60);
    await ck.expire("c", 5);
    await ck.set("d", "1");
    await ck.expire("d", 5);
    await ck.delete("d");
    await ck.set("d", "2");
    // A sweep may remove them in pieces, of whatever size.
    const count = sim.seed === 13 ? 1_100 : sim.seed % 5 === 0 ? 240 : 64;
    const again = Array.from({ length: count }, (_, i) => `again-${String(i)}`);
    await sim.inParallel(count, async (i) => {
      await ck.set(again[i] ?? "", "1");
      await ck.expire(again[i] ?? "", 1);
    });
    // They have expired, and are set again just when the sweep comes, which may take its time.
    await sim.inParallel(again.length, async (i) => {
      await sim.sleep(started + SWEEP_EVERY_MS - sim.now - 3 + (i % 32) / 4);
      await kv.ask(1, { command: "SET", key: again[i] ?? "", value: "2" });
    });
    await sim.sleep(started + 12_500 - sim.now);
    for (const key of again)
      expectSuccess("GET of a key that expired and was set again", await ck.get(key), {
        value: "2",
        ttl: null,
      });
    expectSuccess("GET of a key whose expiration ended with SET", await ck.get("a"), {
      value: "2",
      ttl: null,
    });
    expectSuccess("GET of a key that was given more time", await ck.get("b"), { value: "1", ttl: 48 });
    expectError("GET of a key that was given less time", await ck.get("c"), { value: null });
    expectSuccess("GET of a key that was deleted and set again", await ck.get("d"), {
      value: "2",
      ttl: null,
    });
  });
});

/** A key that has expired is gone for whichever command touches it first. No sweep comes before. */
async function expectGoneForEachCommand(sim: Simulation): Promise<void> {
  const kv = await startServers(sim, { servers: 1, name: "lazy", sweepEveryMs: 3_600_000 });
  const ck = kv.client("client-of-lazy");
  for (const first of sim
    .random("first")
    .shuffle(["GET", "SET", "DELETE", "EXPIRE", "KEYS", "STATS"] as const)) {
    await ck.set("k", "x");
    await ck.expire("k", 1);
    await sim.sleep(1_010);
    const what = `${first}, the first command after a key has expired,`;
    if (first === "GET") expectError(what, await ck.get("k"), { value: null });
    else if (first === "DELETE") expectError(what, await ck.delete("k"));
    else if (first === "EXPIRE") expectError(what, await ck.expire("k", 1_000));
    else if (first === "SET") expectSuccess(what, await ck.set("k", "y"));
    else if (first === "KEYS") expectKeys(what, (await ck.keys(1))[0]?.keys, []);
    else {
      const stats = (await ck.stats(1))[0]?.stats;
      expectValue(`total_keys in ${what}`, stats?.total_keys, 0);
      expectValue(`keys_with_ttl in ${what}`, stats?.keys_with_ttl, 0);
    }
    const then = await ck.get("k");
    if (first === "SET") expectSuccess(`GET after ${what}`, then, { value: "y", ttl: null });
    else expectError(`GET after ${what}`, then, { value: null });
    await ck.delete("k");
  }
  kv.host(1).shutDown();
}

/** Asks for a key in each ms around its end. As long as it is there, a part of a second is left. */
async function expectNoneAtTheEnd(sim: Simulation, kv: Servers): Promise<void> {
  const ck = kv.client("client-at-the-end");
  await ck.set("b", "x");
  const sent = sim.now;
  await ck.expire("b", 1);
  const answered = sim.now;
  const MARGIN_MS = 3;
  const every = 0.25;
  const times = Math.ceil((answered - sent + 2 * MARGIN_MS) / every);
  await sim.inParallel(times, async (i) => {
    await sim.sleep(sent + 1_000 - MARGIN_MS + i * every - sim.now);
    const { status, ttl } = await kv.ask(2, { command: "GET", key: "b" });
    if (status === "success" && !(typeof ttl === "number" && ttl >= 1))
      sim.fail("a key is there although no time is left", {
        expected: "an error, or a ttl of at least 1",
        got: `success, with the ttl ${String(ttl)}`,
      });
  });
}

/** "Such as 1.5 or 2592000": longer than a timer can wait, on a server that sweeps and saves seldom. */
async function expectThereForMonths(sim: Simulation): Promise<void> {
  const seldom = { sweepEveryMs: 20 * DAY_MS, saveEveryMs: 20 * DAY_MS };
  const kv = await startServers(sim, { servers: 1, name: "seldom", ...seldom });
  const ck = kv.client("client-of-seldom");
  for (const days of [30, 60]) {
    await ck.set(`for ${String(days)} days`, "x");
    await ck.expire(`for ${String(days)} days`, (days * DAY_MS) / 1_000);
  }
  await sim.sleep(26 * DAY_MS);
  for (const days of [30, 60])
    expectSuccess(
      `GET, after 26 days, of a key that has ${String(days)}`,
      await ck.get(`for ${String(days)} days`),
      {
        value: "x",
      },
    );
  await sim.sleep(5 * DAY_MS);
  expectError("GET, after 31 days, of a key that had 30", await ck.get("for 30 days"), { value: null });
  expectSuccess("GET, after 31 days, of a key that has 60", await ck.get("for 60 days"), { value: "x" });
}
