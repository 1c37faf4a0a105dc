import { expectValue } from "labrpc/testing";
import { expectError, expectFields, expectKeys, expectSuccess } from "./support/expectations";
import { OPTIONS, simulate, startServers, type Servers } from "./support/harness";
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
    await expectAskedAnew(kv);
  });
});

/** "Each call is a request of its own": also beside one that asks the same, and was executed before somebody's SET. */
async function expectAskedAnew(kv: Servers): Promise<void> {
  const ROUNDS = 10;
  const ck = kv.client("busy");
  for (let i = 1; i <= ROUNDS; i++) {
    const value = String(i);
    const earlier = ck.get("same");
    expectSuccess("SET beside a GET of the same client", await ck.set("same", value));
    const later =
      "GET that was called after a SET was answered, while an earlier GET of the same client waits,";
    expectSuccess(later, await ck.get("same"), { value });
    await earlier;
  }
}

function expectStats(what: string, got: Response | undefined, stats: NonNullable<Response["stats"]>): void {
  expectFields(what, Object(got?.stats) as object, stats);
}
