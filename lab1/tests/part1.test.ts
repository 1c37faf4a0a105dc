import { expectValue } from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable, token } from "./support/expectations";
import { BUDGET, simulate, startKVService } from "./support/harness";

/**
 * Keys that a store must not mix up, nor find where nobody put them. Some are numbers to JavaScript and belong to no shard
 * unless `int` makes whole ones of them: "keys can be any strings", "keys that are not numbers belong to shard 0".
 */
const UNUSUAL_KEYS = [
  "",
  " ",
  "toString",
  "constructor",
  "__proto__",
  "ключ",
  "a\nb",
  "0",
  "00",
  "-1",
  "1.5",
  "1e3",
  "1000",
  "Infinity",
  "9007199254740992",
  "9007199254740993",
  "a",
  "A",
  "a ",
  "\u00e4",
  "a\u0308",
];

describe("Lab 1, part 1: a key/value server without failures", () => {
  simulate("TestBasic", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    const ck = kv.clerk("clerk-0");
    expectValue("a get of a key that does not exist", await ck.get("k"), "");
    await ck.put("k", "one");
    expectValue("a get after put", await ck.get("k"), "one");
    await ck.put("k", "two");
    expectValue("a get after a second put", await ck.get("k"), "two");
    expectValue("what append resolves to (the value before)", await ck.append("k", "+three"), "two");
    expectValue("a get after append", await ck.get("k"), "two+three");
    expectValue("what append to a key that does not exist resolves to", await ck.append("new", "1"), "");
    expectValue("a get after append to a new key", await ck.get("new"), "1");
    for (const [i, key] of UNUSUAL_KEYS.entries()) {
      expectValue(`a get of the missing key ${JSON.stringify(key)}`, await ck.get(key), "");
      await ck.append(key, `v${String(i)}`);
    }
    for (const [i, key] of UNUSUAL_KEYS.entries()) {
      expectValue(`the value of the key ${JSON.stringify(key)}`, await ck.get(key), `v${String(i)}`);
    }
    await ck.put("empty", "");
    expectValue("what append to an empty value resolves to", await ck.append("empty", "x"), "");
    expectLinearizable(kv.history);
  });

  simulate("TestConcurrent", { budget: BUDGET }, async (sim) => {
    const kv = startKVService(sim);
    await sim.inParallel(5, async (client) => {
      const ck = kv.clerk(`clerk-${String(client)}`);
      const own = `own-${String(client)}`;
      let mine = "";
      for (let i = 0; i < 6; i++) {
        await ck.append("shared", token(client, i));
        expectValue(
          `what clerk-${String(client)}'s append to its own key resolves to`,
          await ck.append(own, token(client, i)),
          mine,
        );
        mine += token(client, i);
        expectValue(`clerk-${String(client)}'s own key`, await ck.get(own), mine);
        if (i % 2 === 0) await ck.put("last", token(client, i));
        else await ck.get("last");
      }
    });
    const reader = kv.clerk("reader");
    await reader.get("shared");
    expectEveryAppendOnce(kv.history, "shared");
    expectLinearizable(kv.history);
  });
});
