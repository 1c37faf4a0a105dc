import { expectBetween, expectValue } from "labrpc/testing";
import { expectAnswer, expectRefusal } from "./support/expectAnswer";
import { expectGet, expectSameEverywhere, expectSet } from "./support/expectations";
import { BUDGET, simulate, startCluster } from "./support/harness";
import { MOST_BODY_BYTES } from "../given/http";

const PATH_KEYS = [
  "src/subdir/hello.html",
  "src/subdir",
  "hello.html",
  "/leading",
  "leading",
  "trailing/",
  "a//b",
  "a/b",
  "a/../b",
  "a:b",
  "a|b",
  "a,b=c;d",
  'a"b\\c',
  "two\nlines",
  "\0",
  "😀",
  "get/a",
  "100%",
  "a%2Fb",
  "what?",
  "what?x=1#here",
  "naïve café",
  // Looks the same, and is another text.
  "naïve café".normalize("NFD"),
];

describe("Lab 4, part 1: a leader and its followers", () => {
  simulate("TestPathKeys", { budget: BUDGET }, async (sim) => {
    const kv = startCluster(sim);
    for (const [i, key] of PATH_KEYS.entries()) {
      const value = `value ${String(i)}`;
      const got = await kv.http(0, "POST", "/set", { key, value });
      expectAnswer(`POST /set of the key ${JSON.stringify(key)}`, got, 200, { success: true, key, value });
    }
    await expectSameEverywhere(sim, kv, "after the last write");
    const ck = kv.clerk("clerk");
    const node = sim.random("node").pick(kv.nodes);
    for (const [i, key] of PATH_KEYS.entries()) {
      const value = `value ${String(i)}`;
      const path = `/get/${key.split("/").map(encodeURIComponent).join("/")}`;
      const got = await kv.http(node, "GET", path);
      expectAnswer(`GET ${path} at ${kv.nameOf(node)}`, got, 200, { success: true, key, value });
      expectGet(`get(${JSON.stringify(key)}, ${String(node)})`, await ck.get(key, node), value);
    }
  });

  simulate("TestBadRequest", { budget: BUDGET }, async (sim) => {
    const random = sim.random("limits");
    const keyLength = random.pick([20, 300, 3_000]);
    const valueLength = sim.seed % 8 === 0 ? 70_000 : random.pick([50, 3_000]);
    const kv = startCluster(sim, { limits: { keyLength, valueLength } });
    await sim.sleep(1_000);
    const bodies: readonly (readonly [string, object | string])[] = [
      ["no key", { value: "v" }],
      ["no value", { key: "k" }],
      ["neither key nor value", {}],
      ["an empty key", { key: "", value: "v" }],
      ["null as a key", { key: null, value: "v" }],
      ["a number as a key", { key: 1, value: "v" }],
      ["a list as a key", { key: ["k"], value: "v" }],
      ["an object as a key", { key: { length: 1 }, value: "v" }],
      ["a boolean as a key", { key: true, value: "v" }],
      ["null as a value", { key: "k", value: null }],
      ["a boolean as a value", { key: "k", value: false }],
      ["a number as a value", { key: "k", value: 0 }],
      ["an object as a value", { key: "k", value: { a: 1 } }],
      ["a list as a value", { key: "k", value: ["v"] }],
      ["a key that is too long", { key: "k".repeat(keyLength + 1), value: "v" }],
      ["a value that is too long", { key: "k", value: "v".repeat(valueLength + 1) }],
      // Each of these counts two, as in text.length.
      ["a key of emoji that is too long", { key: "😀".repeat(keyLength / 2 + 1), value: "v" }],
      ["a value of emoji that is too long", { key: "k", value: "😀".repeat(valueLength / 2 + 1) }],
      ["no body", ""],
      ["a body that is not JSON", '{"key": "k", "value": '],
      ["a body that is a JSON text", '"key"'],
      ["a body that is a list", "[]"],
      ["a body that is too large", { key: "k", value: "v".repeat(MOST_BODY_BYTES) }],
    ];
    const sent = sim.network.calls({ from: "leader", method: "replicate" }).bytesOut;
    for (const [what, body] of sim.random("bodies").shuffle(bodies)) {
      expectRefusal(`POST /set with ${what}`, await kv.http(0, "POST", "/set", body), 400, "bad-request");
    }
    const outcome = await kv.clerk("clerk").set("", "v");
    expectSet("a clerk's write of an empty key", outcome, "refused");
    expectValue("why it was refused", outcome.kind === "refused" ? outcome.code : "", "bad-request");
    for (const node of kv.nodes) {
      const got = await kv.http(node, "GET", "/status");
      expectAnswer(`GET /status of ${kv.nameOf(node)} after bad requests`, got, 200, { data_count: 0 });
    }
    const more = sim.network.calls({ from: "leader", method: "replicate" }).bytesOut - sent;
    expectBetween("bad requests were sent on to followers", more, 0, 20_000, "bytes");

    // As long as it may be, in characters: these have two bytes each.
    const longest = { key: "ж".repeat(keyLength), value: "ж".repeat(valueLength) };
    const got = await kv.http(0, "POST", "/set", longest);
    expectAnswer("POST /set with the longest key and value", got, 200, { success: true, key: longest.key });
    expectValue(
      "the length of what the leader then holds",
      (await kv.held(0, longest.key))?.length,
      valueLength,
    );
    const [key, value] = ["k".repeat(keyLength), "v".repeat(valueLength)];
    expectSet(
      "a clerk's write of the longest key and value",
      await kv.clerk("clerk-2").set(key, value),
      "done",
    );
    await expectSameEverywhere(sim, kv, "after the write of the longest key and value");
  });
});
