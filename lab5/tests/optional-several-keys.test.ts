import { expectBetween, expectValue, onMessages } from "labrpc/testing";
import { expectError, expectKeys, expectSuccess } from "./support/expectations";
import { OPTIONS, simulate, startServers } from "./support/harness";

const ODD_KEYS = [
  "__proto__",
  "toString",
  "constructor",
  "10",
  "2",
  "-1",
  " ",
  "a,b",
  "é",
  "e\u0301",
  "\ud83d\ude00",
];

describe("Lab 5, optional: several keys, and a password", () => {
  simulate("TestMultiKey", OPTIONS, async (sim) => {
    const kv = await startServers(sim);
    const ck = kv.client("client");
    const entries = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`user:${String(i)}`, `v${String(i)}`]),
    );
    await ck.mset(entries);
    const asked = [...Object.keys(entries), "nobody", "user:alice", "toString", "__proto__", "user:1"];
    const values = new Map(Object.entries(await ck.mget(asked)));
    for (const key of asked)
      expectValue(
        `the value of ${key} in mget`,
        String(values.get(key) ?? null),
        String(Object.hasOwn(entries, key) ? entries[key] : null),
      );
    for (const [key, value] of Object.entries(entries))
      expectSuccess(`GET of ${key}`, await ck.get(key), { value });
    const sent = sim.network.calls({ from: "client" }).calls;
    await ck.mget(asked);
    expectBetween(
      "the requests of one mget",
      sim.network.calls({ from: "client" }).calls - sent,
      3,
      3,
      "requests",
    );
    await ck.expire("user:1", 10);
    await ck.mset({ "user:1": "again" });
    expectSuccess("GET after mset, which ends the expiration,", await ck.get("user:1"), {
      value: "again",
      ttl: null,
    });
    for (const request of [
      { command: "MGET" },
      { command: "MGET", keys: [1] },
      { command: "MGET", keys: "user:1" },
      { command: "MSET" },
      { command: "MSET", entries: { "user:1": 1 } },
      { command: "MSET", entries: { "user:1": "wrong", a: 1 } },
      { command: "MSET", entries: { "user:1": "wrong", "": "x" } },
    ])
      expectError(`the request ${JSON.stringify(request)}`, await kv.ask(2, request));
    expectSuccess("GET after malformed requests", await ck.get("user:1"), { value: "again" });
    // "Keys are non-empty strings": also those that JavaScript knows, and those that look like numbers or like each other.
    const odd = Object.fromEntries(ODD_KEYS.map((key, i) => [key, `odd ${String(i)}`]));
    await ck.mset(odd);
    const found = new Map(Object.entries(await ck.mget(ODD_KEYS)));
    for (const [key, value] of Object.entries(odd)) {
      const shown = JSON.stringify(key);
      expectSuccess(`GET of ${shown}, which mset wrote,`, await ck.get(key), { value });
      expectValue(`the value of ${shown}, which mset wrote, in mget`, String(found.get(key) ?? null), value);
    }
    kv.unplug(2);
    const told = await ck.mset({ "user:1": "lost", "user:2": "kept" }).then(
      () => "it resolved",
      () => "it rejected",
    );
    expectValue("what mset did when a server could not be reached", told, "it rejected");
  });

  simulate("TestPassword", OPTIONS, async (sim) => {
    const kv = await startServers(sim, { servers: 1, password: "secret" });
    const ck = kv.client("client");
    expectSuccess("SET with the password", await ck.set("k", "v"));
    expectKeys("KEYS with the password", (await ck.keys())[0]?.keys, ["k"]);
    expectValue("the status of STATS with the password", (await ck.stats(1))[0]?.status, "success");
    const COMMANDS = ["GET", "SET", "DELETE", "EXPIRE", "KEYS", "STATS", "MGET", "MSET", "NONSENSE"];
    for (const password of [undefined, "", "wrong", "secre", "Secret", "secret ", null, 1, ["secret"]]) {
      for (const command of COMMANDS) {
        const rest = { key: "k", value: "stolen", ttl: 1, keys: ["k"], entries: { k: "stolen" } };
        const answer = await kv.ask(1, { command, ...rest, password });
        expectError(`${command} with the password ${JSON.stringify(password)}`, answer, { server_id: 1 });
        expectValue(
          `whether the answer to ${command} gives a value away`,
          JSON.stringify(answer).includes('"v"'),
          false,
        );
        expectValue(
          `whether the answer to ${command} gives the password away`,
          !String(password).includes("secret") && JSON.stringify(answer).includes("secret"),
          false,
        );
      }
    }
    await sim.sleep(1_100);
    expectSuccess("GET with the password", await ck.get("k"), { value: "v", ttl: null });
    // "Each request carries it", also one that is sent again.
    const lost = onMessages(2, (m) => m.kind === "request" && m.from === "client", "lose");
    sim.network.script(lost.script);
    expectSuccess("SET with the password, whose first two requests were lost,", await ck.set("k", "w"));
  });
});
