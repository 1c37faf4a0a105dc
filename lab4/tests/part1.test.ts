import { expectBetween, expectValue } from "labrpc/testing";
import { expectAnswer, expectRefusal } from "./support/expectAnswer";
import { expectGet, expectSameEverywhere, expectSet } from "./support/expectations";
import { getAt } from "./support/getAt";
import { BUDGET, simulate, startCluster } from "./support/harness";

/** Keys that a store must not mix up, nor find where nobody wrote them. */
const UNUSUAL_KEYS = ["toString", "constructor", "__proto__", "hasOwnProperty", " ", "0", "00", "ключ"];
/** Values that a store must give back as they came. */
const UNUSUAL_VALUES = [
  " white space around \n",
  'line\r\nbreak, "quotes", back\\slash',
  "a:b=c|d;e,f\tg",
  '{"a":1}',
  "null",
  "007",
  "UPPER lower",
  "naïve café".normalize("NFD"),
  "\0 and 😀",
];
/** After that, nobody has reason to think of who did not answer. Virtual ms. */
const LONG_AGO_MS = 20_000;
/** What a leader does not store, nor a follower take from anybody. */
const WRONG_WRITES = [
  ["neither key nor value", {}],
  ["an empty key", { key: "", value: "v" }],
  ["a number as a value", { key: "k", value: 0 }],
] as const;
/** How long messages to the slow followers take, virtual ms. Long enough to look at them before they arrive. */
const SLOW_MS = 40;

describe("Lab 4, part 1: a leader and its followers", () => {
  simulate("TestStatus", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const roleOf = (node: number): string => (node === 0 ? "leader" : "follower");
    for (const node of kv.nodes) {
      const what = `GET /status of ${kv.nameOf(node)}, which holds nothing`;
      const got = await kv.http(node, "GET", "/status");
      expectAnswer(what, got, 200, { node_type: roleOf(node), data_count: 0, data: {} });
    }
    const ck = kv.clerk("clerk");
    const expected = new Map<string, string>();
    const writes: (readonly [key: string, value: string])[] = [
      ["a", "before"],
      ["b", "other"],
      ...UNUSUAL_KEYS.map((key, i) => [key, `value ${String(i)}`] as const),
      ...UNUSUAL_VALUES.map((value, i) => [`unusual-${String(i)}`, value] as const),
      // Back to what it was, which makes it a write like any other.
      ["a", "after"],
      ["a", "before"],
    ];
    for (const [key, value] of writes) {
      const what = `the write of ${JSON.stringify(value)} to ${JSON.stringify(key)}`;
      expectSet(what, await ck.set(key, value), "done");
      expected.set(key, value);
      const got = await kv.http(0, "GET", "/status");
      expectAnswer("GET /status of the leader after a write", got, 200, { data_count: expected.size });
    }
    await expectSameEverywhere(sim, kv, "after the last write");
    for (const node of kv.nodes) {
      const what = `GET /status of ${kv.nameOf(node)}`;
      const got = await kv.http(node, "GET", "/status");
      expectAnswer(what, got, 200, { node_type: roleOf(node), data_count: expected.size });
      const data = new Map(Object.entries(got.body["data"] as Record<string, unknown>));
      expectValue(`the number of keys in the data of ${what}`, data.size, expected.size);
      for (const [key, value] of expected) {
        expectValue(
          `the value of ${JSON.stringify(key)} in the data of ${what}`,
          String(data.get(key)),
          value,
        );
      }
    }
  });

  simulate("TestWriteQuorum", { budget: BUDGET }, async (sim) => {
    const writeQuorum = 1 + (sim.seed % 5);
    const kv = startCluster(sim, { writeQuorum });
    const ck = kv.clerk("clerk");
    await sim.sleep(1_000);
    const delays = sim.random("delays");
    for (const follower of kv.followers) kv.delay(follower, 1 + delays.int(SLOW_MS));
    for (let i = 0; i < 8; i++) {
      // Mostly the same key: confirmations of the write before are still under way.
      const [key, value] = [i % 4 === 3 ? "other" : "key", `value ${String(i)}`];
      const what = `the write number ${String(i + 1)}`;
      const replicas = expectSet(what, await ck.set(key, value), "done");
      // At this moment, although messages to followers take their time.
      const holding = (await kv.holders(key, value)).length;
      expectBetween(
        `${what} was answered, but too few followers hold it`,
        holding,
        writeQuorum,
        5,
        "followers",
      );
      expectBetween(
        `${what}: \`replicas\` is not how many followers hold it`,
        replicas,
        writeQuorum,
        holding,
        "replicas",
      );
      expectValue(`what the leader holds after ${what}`, await kv.held(0, key), value);
    }
    for (const follower of kv.followers) kv.delay(follower, 0);
    sim.network.set({ delayMs: [0, SLOW_MS] });
    // Messages overtake each other: a follower may have to wait for another write before it can hold this one.
    await sim.inParallel(4, async (client) => {
      const clerk = kv.clerk(`clerk-${String(client)}`);
      for (let i = 0; i < 3; i++) {
        // A key for each: which of two writes is the newer one is the business of part 3.
        const [key, value] = [`key-${String(client)}-${String(i)}`, `value ${String(i)}`];
        expectSet("a write beside others", await clerk.set(key, value), "done");
        const holding = (await kv.holders(key, value)).length;
        const what = "a write beside others was answered, but too few followers hold it";
        expectBetween(what, holding, writeQuorum, 5, "followers");
      }
    });
    sim.network.set({ delayMs: [0.1, 1] });
    const got = await kv.http(0, "POST", "/set", { key: "mykey", value: "myvalue" });
    expectAnswer("POST /set", got, 200, { success: true, key: "mykey", value: "myvalue" });
    expectBetween("POST /set: `replicas` is wrong", Number(got.body["replicas"]), writeQuorum, 5, "replicas");
    await expectSameEverywhere(sim, kv, "after the last write");
  });

  simulate("TestReadFromFollowers", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const ck = kv.clerk("clerk");
    const values = new Map([1, 2, 3, 4].map((i) => [`key-${String(i)}`, `value ${String(i)}`]));
    for (const [key, value] of values) expectSet(`the write of ${key}`, await ck.set(key, value), "done");
    await expectSameEverywhere(sim, kv, "after the last write");
    const askedOf = (node: number): number => sim.network.calls({ from: "clerk", to: kv.nameOf(node) }).calls;
    for (const node of kv.nodes) {
      for (const [key, value] of values) {
        const got = await kv.http(node, "GET", `/get/${key}`);
        expectAnswer(`GET /get/${key} at ${kv.nameOf(node)}`, got, 200, { success: true, key, value });
        const before = kv.nodes.map(askedOf);
        expectGet(`get(${key}, ${String(node)})`, await ck.get(key, node), value);
        const asked = kv.nodes
          .filter((other) => askedOf(other) > (before[other] ?? 0))
          .map((node) => kv.nameOf(node));
        expectValue(
          `whom get(${key}, ${String(node)}) asked, with all nodes up,`,
          asked.join(", "),
          kv.nameOf(node),
        );
      }
    }

    // Without the leader, then with one follower alone, then with nobody.
    const [alive = 1] = sim.random("alive").shuffle(kv.followers);
    kv.stop(0);
    expectGet("get(key-1, 0), while the leader is stopped,", await ck.get("key-1", 0), values.get("key-1"));
    expectSet("a write while the leader is stopped", await ck.set("key-1", "lost"), "maybe");
    kv.stop(...kv.followers.filter((follower) => follower !== alive));
    for (const node of [undefined, ...kv.nodes]) {
      const what = `get(key-2${node === undefined ? "" : `, ${String(node)}`}), while only ${kv.nameOf(alive)} is up,`;
      expectGet(what, await ck.get("key-2", node), values.get("key-2"));
    }
    kv.stop(alive);
    const nobody = await ck.get("key-3", alive);
    expectValue("what a get comes to while no node is up", nobody.kind, "unavailable");
    kv.start(...kv.nodes);
    expectGet("a get when all nodes are back", await ck.get("key-4"), values.get("key-4"));
    // The node that answered when others did not is not a better one now.
    for (const node of kv.nodes) {
      const before = askedOf(node);
      const what = `get(key-4, ${String(node)}) when all nodes are back`;
      expectGet(what, await ck.get("key-4", node), values.get("key-4"));
      expectBetween(`${what} did not ask ${kv.nameOf(node)}`, askedOf(node) - before, 1, 3, "calls");
    }
    // Nor is one that did not answer a worse one when it is back, while others answer all the time.
    await sim.sleep(LONG_AGO_MS);
    for (const node of kv.nodes) {
      kv.stop(node);
      await getAt(sim, kv, ck, { key: "key-4", node });
      kv.start(node);
      const what = `get(key-4, ${String(node)}), just after ${kv.nameOf(node)} came back,`;
      expectGet(what, await getAt(sim, kv, ck, { key: "key-4", node }), values.get("key-4"));
    }
    expectSet("a write when all nodes are back", await ck.set("key-4", "new"), "done");
  });

  simulate("TestFollowerRejectsWrites", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    expectSet("a write", await kv.clerk("clerk").set("k", "old"), "done");
    await expectSameEverywhere(sim, kv, "after the write");
    for (const follower of kv.followers) {
      const name = kv.nameOf(follower);
      for (const key of ["k", "other"]) {
        const got = await kv.http(follower, "POST", "/set", { key, value: "wrong" });
        expectRefusal(`POST /set at ${name}`, got, 403, "not-leader");
      }
      // Whatever it asks for: what is wrong with it is the leader's business.
      for (const [what, body] of WRONG_WRITES) {
        const got = await kv.http(follower, "POST", "/set", body);
        expectRefusal(`POST /set with ${what} at ${name}`, got, 403, "not-leader");
      }
      const outcome = await kv.clerk(`lost-${name}`, [follower]).set("k", "wrong");
      expectSet(`a write of a clerk that takes ${name} for the leader`, outcome, "refused");
      expectValue("why it was refused", outcome.kind === "refused" ? outcome.code : "", "not-leader");
    }
    await sim.sleep(2_000);
    for (const node of kv.nodes) {
      expectValue(`what ${kv.nameOf(node)} holds after refused writes`, await kv.held(node, "k"), "old");
      expectValue(
        `a key that no leader wrote, at ${kv.nameOf(node)},`,
        await kv.held(node, "other"),
        undefined,
      );
    }
    expectSet("a write after that", await kv.clerk("clerk-2").set("k", "new"), "done");
    await expectSameEverywhere(sim, kv, "after refused writes");
  });

  simulate("TestLeaderRejectsReplicate", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const ck = kv.clerk("clerk");
    expectSet("a write", await ck.set("k", "old"), "done");
    for (const key of ["k", "other"]) {
      const got = await kv.http(0, "POST", "/replicate", { key, value: "wrong" });
      expectRefusal("POST /replicate at the leader", got, 403, "not-follower");
    }
    for (const [what, body] of WRONG_WRITES) {
      const got = await kv.http(0, "POST", "/replicate", body);
      expectRefusal(`POST /replicate with ${what} at the leader`, got, 403, "not-follower");
    }
    expectValue("what the leader holds after that", await kv.held(0, "k"), "old");
    expectValue("a key that nobody wrote, at the leader,", await kv.held(0, "other"), undefined);
    expectSet("a write after that", await ck.set("k", "new"), "done");
    await expectSameEverywhere(sim, kv, "after a refused POST /replicate");
    expectValue("what the leader holds in the end", await kv.held(0, "k"), "new");
  });

  simulate("TestMissingKey", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    const ck = kv.clerk("clerk");
    for (const node of kv.nodes) {
      for (const key of ["nobody", ...UNUSUAL_KEYS]) {
        const path = `/get/${encodeURIComponent(key)}`;
        expectRefusal(
          `GET ${path} at ${kv.nameOf(node)}`,
          await kv.http(node, "GET", path),
          404,
          "not-found",
        );
      }
      expectGet(`get of a missing key at ${kv.nameOf(node)}`, await ck.get("nobody", node), undefined);
    }
    // An empty value is a value.
    expectSet("the write of an empty value", await ck.set("empty", ""), "done");
    await expectSameEverywhere(sim, kv, "after the write of an empty value");
    for (const node of kv.nodes) {
      const fields = { success: true, key: "empty", value: "" };
      const got = await kv.http(node, "GET", "/get/empty");
      expectAnswer(`GET /get/empty at ${kv.nameOf(node)}`, got, 200, fields);
      expectGet(`get of an empty value at ${kv.nameOf(node)}`, await ck.get("empty", node), "");
    }
    // A node that does not have the key has answered, also when another one has it.
    const behind = sim.random("behind").pick(kv.followers);
    sim.network.block("leader", kv.nameOf(behind));
    await ck.set("news", "v");
    const what = `get("news", ${String(behind)}): ${kv.nameOf(behind)} does not have the key, and the get`;
    expectGet(what, await ck.get("news", behind), undefined);
    // Nor is it no answer when the clerk has come to the node in place of another.
    kv.stop(behind);
    const instead = `get("nobody", ${String(behind)}), while ${kv.nameOf(behind)} is stopped,`;
    expectGet(instead, await ck.get("nobody", behind), undefined);
  });
});
