import { expectError, expectKeys, expectSuccess } from "./support/expectations";
import { OPTIONS, simulate, startServers } from "./support/harness";

describe("Lab 5, part 1: commands", () => {
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
