import type { Simulation } from "labrpc/simulation";
import { expectBetween, expectValue } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "../expectations";
import { OPTIONS, simulate, startServers, SWEEP_EVERY_MS, type Servers } from "../harness";
import type { Response } from "../types";

/** Keys that a store must not mix up, nor find where nobody wrote them. */
const UNUSUAL_KEYS = [
  "toString",
  "constructor",
  "__proto__",
  "hasOwnProperty",
  " ",
  "0",
  "00",
  "ключ",
  "a\nb",
  "A",
  "a",
  // One letter in two ways: they are two texts.
  "\u00e9",
  "e\u0301",
  "long".repeat(1_000),
];
const UNUSUAL_VALUES = ["", " ", "null", "0", '{"a":1}', "two\nlines", "значение", "\u0000"];

describe("Lab 5, part 1: commands", () => {
  simulate("TestSetGetDelete", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const [ck, other] = [kv.client("client"), kv.client("other")];
    expectError("GET of a key that nobody set", await ck.get("user:1"), { value: null });
    expectSuccess("SET", await ck.set("user:1", "Alice"), { key: "user:1", server_id: 2 });
    const found = { key: "user:1", value: "Alice", ttl: null, server_id: 2 } as const;
    expectSuccess("GET", await ck.get("user:1"), found);
    expectSuccess("GET by another client", await other.get("user:1"), found);
    expectSuccess("SET of a key that is there", await other.set("user:1", "Bob"));
    expectSuccess("GET after that", await ck.get("user:1"), { value: "Bob" });
    expectSuccess("DELETE", await ck.delete("user:1"), { key: "user:1" });
    expectError("GET after DELETE", await ck.get("user:1"), { value: null });
    expectError("DELETE of a key that is not there", await ck.delete("user:1"));
    for (const key of UNUSUAL_KEYS) {
      const name = JSON.stringify(key);
      expectError(`GET of ${name}, which nobody set,`, await ck.get(key), { value: null });
      expectError(`DELETE of ${name}, which nobody set,`, await ck.delete(key));
    }
    for (const key of UNUSUAL_KEYS)
      expectSuccess(`SET of ${JSON.stringify(key)}`, await ck.set(key, `of ${key}`));
    for (const key of UNUSUAL_KEYS)
      expectSuccess(`GET of ${JSON.stringify(key)}`, await ck.get(key), {
        value: `of ${key}`,
        ttl: null,
      });
    for (const value of UNUSUAL_VALUES) {
      expectSuccess(`SET of the value ${JSON.stringify(value)}`, await ck.set("v", value));
      expectSuccess(`GET of the value ${JSON.stringify(value)}`, await ck.get("v"), { value });
    }
  });

  simulate("TestExpire", OPTIONS, async (sim) => {
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
    const again = Array.from({ length: 8 }, (_, i) => `again-${String(i)}`);
    for (const key of again) {
      await ck.set(key, "1");
      await ck.expire(key, 1);
    }
    // They have expired, and are set again just when the sweep comes.
    await sim.inParallel(again.length, async (i) => {
      const other = kv.client(`client-${String(i)}`);
      await sim.sleep(started + SWEEP_EVERY_MS - sim.now - 3 + i);
      await other.set(again[i] ?? "", "2");
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

  simulate("TestStats", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    // user:1, persist:1 and a belong to server 2.
    const none = { get: 0, set: 0, delete: 0, expire: 0, total_keys: 0, keys_with_ttl: 0 };
    expectStats("STATS of a server that did nothing", (await ck.stats(2))[0], { total_requests: 0, ...none });
    await ck.set("user:1", "Alice");
    await ck.set("persist:1", "x");
    await ck.set("a", "y");
    await ck.get("user:1");
    await ck.get("user:1");
    await ck.expire("user:1", 2);
    await ck.expire("persist:1", 100);
    await ck.delete("a");
    await ck.keys(2);
    const before = { get: 2, set: 3, delete: 1, expire: 2 };
    const expected = { total_requests: 10, ...before, total_keys: 2, keys_with_ttl: 2 };
    expectStats("STATS after nine requests and one STATS", (await ck.stats(2))[0], expected);
    // Now without success: these count too.
    await ck.get("b");
    await ck.delete("b");
    await ck.expire("b", 5);
    Object.assign(expected, { total_requests: 14, get: 3, delete: 2, expire: 3 });
    expectStats("STATS after requests for a key that is not there", (await ck.stats(2))[0], expected);
    // A key that is set twice is one key, and loses its expiration.
    await ck.set("b", "1");
    await ck.expire("b", 1);
    await ck.set("b", "2");
    Object.assign(expected, { total_requests: 18, set: 5, expire: 4, total_keys: 3 });
    expectStats("STATS after a key that expires was set again", (await ck.stats(2))[0], expected);
    await ck.delete("b");
    for (const request of [
      { command: "GET" },
      { command: "SET", key: "user:1" },
      { command: "DELETE", key: 1 },
      { command: "EXPIRE", key: "user:1", ttl: 0 },
      { command: "PING" },
    ])
      await kv.ask(2, request);
    Object.assign(expected, { total_requests: 25, delete: 3, total_keys: 2 });
    expectStats("STATS after requests that are malformed", (await ck.stats(2))[0], expected);
    await sim.sleep(2_100);
    expectStats("STATS when one key has expired", (await ck.stats(2))[0], {
      ...expected,
      total_requests: 26,
      total_keys: 1,
      keys_with_ttl: 1,
    });
    const all = await ck.stats();
    expectValue("the servers that stats() asked", all.map(({ server_id: id }) => id).join(", "), "1, 2, 3");
    expectStats("STATS of another server", all[0], { total_requests: 0, ...none });
  });

  simulate("TestKeys", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    // By server: user:alice, user:bob; user:1, a; user:charlie, session:abc.
    for (const key of ["user:alice", "user:bob", "user:1", "a", "user:charlie", "session:abc"])
      await ck.set(key, "x");
    const expected = [
      ["user:alice", "user:bob"],
      ["user:1", "a"],
      ["user:charlie", "session:abc"],
    ];
    const all = await ck.keys();
    expectValue("the servers that keys() asked", all.map(({ server_id: id }) => id).join(", "), "1, 2, 3");
    for (const [i, keys] of expected.entries())
      expectKeys(`KEYS of server ${String(i + 1)}`, all[i]?.keys, keys);
    const one = await ck.keys(3);
    expectValue("the number of answers of keys(3)", one.length, 1);
    expectKeys("keys(3)", one[0]?.keys, expected[2] ?? []);
    await ck.delete("a");
    await ck.expire("session:abc", 1);
    await sim.sleep(1_100);
    expectKeys("KEYS after a DELETE", (await ck.keys(2))[0]?.keys, ["user:1"]);
    expectKeys("KEYS when a key has expired", (await ck.keys(3))[0]?.keys, ["user:charlie"]);
  });

  simulate("TestConcurrentClients", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    await sim.inParallel(10, async (client) => {
      const ck = kv.client(`client-${String(client)}`);
      const random = sim.random(`client-${String(client)}`);
      const own = new Map<string, string>();
      for (let i = 0; i < 12; i++) {
        const key = `${String(client)}:${String(random.int(5))}`;
        const value = `${String(client)}.${String(i)}`;
        if (random.chance(0.5)) {
          expectSuccess("SET beside others", await ck.set(key, value));
          own.set(key, value);
        } else if (own.has(key) && random.chance(0.3)) {
          expectSuccess("DELETE beside others", await ck.delete(key));
          own.delete(key);
        } else if (own.has(key)) {
          expectSuccess("GET of what only this client sets", await ck.get(key), {
            value: own.get(key) ?? "",
          });
        } else expectError("GET of what nobody has set", await ck.get(key), { value: null });
      }
      for (const [key, value] of own) expectSuccess("GET in the end", await ck.get(key), { value });
    });
    let answered = 0;
    for (const { stats } of await kv.client("last").stats()) answered += stats?.total_requests ?? 0;
    const sent = kv.ids.reduce(
      (sum, id) => sum + sim.network.calls({ to: kv.nameOf(id), method: "handle" }).calls,
      0,
    );
    expectValue("the number of requests that all servers counted", answered, sent - kv.ids.length);
  });

  simulate("TestMalformedRequest", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    const ck = kv.client("client");
    await ck.set("k", "v");
    const wrong: readonly unknown[] = [
      null,
      1,
      "GET",
      [],
      ["GET", "k"],
      {},
      { key: "k" },
      { command: null, key: "k" },
      { command: 7, key: "k" },
      { command: { toString: "GET" }, key: "k" },
      { command: "GET" },
      { command: "GET", key: null },
      { command: "GET", key: 1 },
      { command: "GET", key: "" },
      { command: "GET", key: ["k"] },
      { command: "SET", key: "k" },
      { command: "SET", value: "v" },
      { command: "SET", key: "", value: "v" },
      { command: "SET", key: "k", value: 1 },
      { command: "SET", key: "k", value: null },
      { command: "SET", key: "k", value: { a: 1 } },
      { command: "SET", key: ["k"], value: "v" },
      { command: "DELETE" },
      { command: "DELETE", key: 0 },
      { command: "EXPIRE", ttl: 5 },
      { command: "EXPIRE", key: {}, ttl: 5 },
    ];
    for (const request of sim.random("requests").shuffle(wrong)) {
      expectError(`the request ${JSON.stringify(request)}`, await kv.ask(1, request), { server_id: 1 });
    }
    expectSuccess("GET after malformed requests", await ck.get("k"), { value: "v", ttl: null });
    expectKeys("KEYS after malformed requests", (await ck.keys(1))[0]?.keys, ["k"]);
  });

  simulate("TestUnknownCommand", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1 });
    for (const command of [
      "PING",
      "FLUSHALL",
      "",
      "toString",
      "constructor",
      "__proto__",
      "hasOwnProperty",
      "handle",
    ]) {
      const answer = await kv.ask(1, { command, key: "k", value: "v" });
      expectError(`the command ${JSON.stringify(command)}`, answer, { server_id: 1 });
    }
    expectSuccess("SET after unknown commands", await kv.client("client").set("k", "v"));
    expectKeys("KEYS after unknown commands", (await kv.client("client-2").keys(1))[0]?.keys, ["k"]);
  });
});

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

function expectStats(what: string, got: Response | undefined, stats: NonNullable<Response["stats"]>): void {
  const ordered = Object.fromEntries(
    Object.keys(stats).map((name) => [name, got?.stats?.[name as keyof typeof stats]]),
  );
  expectValue(what, JSON.stringify(ordered), JSON.stringify(stats));
}
