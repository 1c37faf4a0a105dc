import { expectLittleKept } from "labrpc/testing";
import { expectGet, expectLinearizable, expectMissing, expectPut } from "./support/expectations";
import { BUDGET, simulate, startKVService } from "./support/harness";
import { MEMORY_LOADS } from "./support/MEMORY_LOADS";

/** Keys that a store must not mix up, nor find where nobody put them. */
const UNUSUAL_KEYS = ["", " ", "toString", "constructor", "__proto__", "ключ", "a\nb", "0", "00", "A", "a"];
/** Values that a store must give back as they are. */
const UNUSUAL_VALUES = ["a|b:c,d", "\n", '{"a":1}', "null", "ы", " x ", "0"];
/** Under such names a server might keep what belongs to a key: "k.version". */
const BELONGINGS = ["version", "ver", "v", "value", "val", "data"].flatMap((name) =>
  ["", ".", ":", "/", "_", "-", "#", "@", "|", " "].flatMap((mark) => [`k${mark}${name}`, `${name}${mark}k`]),
);

describe("Lab 2, part 1: a versioned key/value server without failures", () => {
  simulate("TestReliablePut", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    const other = kv.clerk("clerk-1");
    expectMissing("a get of a key that does not exist", await ck.get("k"));
    expectPut("a put with version 1 to a key that does not exist", await ck.put("k", "x", 1), "ErrNoKey");
    expectPut("a put with version 7 to a key that does not exist", await ck.put("k", "x", 7), "ErrNoKey");
    expectMissing("a get of a key that no put has created", await ck.get("k"));
    expectPut("a put with version 0 to a key that does not exist", await ck.put("k", "one", 0), "done");
    expectGet("a get after the put that created the key", await ck.get("k"), "one", 1);
    expectPut("a put with version 0 to a key that exists", await ck.put("k", "x", 0), "ErrVersion");
    expectPut("a put with a version that is too large", await ck.put("k", "x", 2), "ErrVersion");
    expectGet("a get after two puts that were refused", await ck.get("k"), "one", 1);
    expectPut("a put with the key's version", await other.put("k", "two", 1), "done");
    expectPut("a put with the version before", await ck.put("k", "x", 1), "ErrVersion");
    expectGet("a get after another client's put", await ck.get("k"), "two", 2);
    expectPut("a put of the value that is there already", await ck.put("k", "two", 2), "done");
    expectGet("a get after a put of the same value", await other.get("k"), "two", 3);
    expectPut("a put of an empty value", await ck.put("empty", "", 0), "done");
    expectGet("a get of an empty value", await ck.get("empty"), "", 1);
    expectPut(
      "a put with version 0 to a key with an empty value",
      await ck.put("empty", "x", 0),
      "ErrVersion",
    );
    for (const [i, key] of UNUSUAL_KEYS.entries()) {
      expectMissing(`a get of the missing key ${JSON.stringify(key)}`, await ck.get(key));
      expectPut(`a put to the key ${JSON.stringify(key)}`, await ck.put(key, `v${String(i)}`, 0), "done");
    }
    for (const [i, key] of UNUSUAL_KEYS.entries()) {
      expectGet(`a get of the key ${JSON.stringify(key)}`, await other.get(key), `v${String(i)}`, 1);
    }
    for (const [i, value] of UNUSUAL_VALUES.entries()) {
      expectPut(`a put of the value ${JSON.stringify(value)}`, await ck.put("values", value, i), "done");
      expectGet(`a get of the value ${JSON.stringify(value)}`, await other.get("values"), value, i + 1);
    }
    for (const key of BELONGINGS)
      expectMissing(`a get of ${JSON.stringify(key)}, where only "k" was written,`, await ck.get(key));
    for (let version = 3; version < 15; version++) {
      const what = `a put with version ${String(version)}`;
      expectPut(what, await ck.put("k", `v${String(version)}`, version), "done");
      expectGet(`a get after ${what}`, await ck.get("k"), `v${String(version)}`, version + 1);
    }
    expectLinearizable(kv.history);
  });

  simulate("TestPutConcurrent", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    let successes = 0;
    await sim.inParallel(10, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 5; i++) {
        const seen = await ck.get("k");
        const version = seen.kind === "value" ? seen.version : 0;
        const outcome = await ck.put("k", `${String(client)} ${String(i)}`, version);
        // Nothing was sent twice here, so nobody may be in doubt.
        expectPut(
          `a put of clerk-${String(client)} on a network that loses nothing`,
          outcome,
          "done",
          "ErrVersion",
        );
        if (outcome === "done") successes += 1;
      }
    });
    const last = await kv.clerk("reader").get("k");
    if (last.kind !== "value" || last.version !== successes) {
      sim.fail("the final version is not the number of puts that were done", {
        expected: `version ${String(successes)}`,
        got: last.kind === "value" ? `version ${String(last.version)}` : last.kind,
      });
    }
    expectLinearizable(kv.history);
  });

  simulate(
    "TestMemPutManyClients",
    { budget: { virtualMs: 1e7, events: 1e7 }, seeds: MEMORY_LOADS.length },
    async (sim) => {
      // One load for each seed, since all of them take long.
      const { by, ...load } = sim.inTurn(MEMORY_LOADS);
      await expectLittleKept(sim, {
        ...load,
        apply: async (name) => {
          const kv = startKVService(sim, { name });
          const { host, remote } = kv.crowd(`${name}-crowd`);
          await by(remote, sim);
          host.crash();
          return kv.server;
        },
      });
    },
  );
});
