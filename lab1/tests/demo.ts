import type { Simulation } from "labrpc/simulation";
import { onMessages, type Demonstration, type Narrator } from "labrpc/testing";
import { demonstrateThroughput } from "./support/demonstrateThroughput";
import { startKVService } from "./support/harness";

/** What `npm run demo lab1` shows. */
export const demonstrations: readonly Demonstration[] = [
  { title: "Basic operations", show: basicOperations },
  { title: "A reply that gets lost", show: lostReply },
  {
    title: "A network that loses 30 % of requests and of replies",
    network: { reliable: false, requestLoss: 0.3, replyLoss: 0.3 },
    show: unreliable,
  },
  { title: "Three servers, two copies of each shard", show: shards },
  { title: "What more groups are good for", show: demonstrateThroughput },
];

async function basicOperations(sim: Simulation, narrator: Narrator): Promise<void> {
  const ck = startKVService(sim).clerk("clerk");
  narrator.step('put("hello", "wor")');
  await ck.put("hello", "wor");
  narrator.result(`get → ${JSON.stringify(await ck.get("hello"))}`);
  narrator.step('append("hello", "ld") resolves to the value before');
  narrator.result(`→ ${JSON.stringify(await ck.append("hello", "ld"))}`);
  narrator.result(`get → ${JSON.stringify(await ck.get("hello"))}`);
  narrator.step("A key that nobody has put");
  narrator.result(`get → ${JSON.stringify(await ck.get("nobody"))}`);
}

async function lostReply(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  const [first, second] = [kv.clerk("first"), kv.clerk("second")];
  const lost = onMessages(1, ({ kind, to }) => kind === "reply" && to === "first", "lose");
  sim.network.script(lost.script);
  narrator.step("The first client appends, and the reply is lost; the second one appends meanwhile");
  const appending = first.append("k", "one ");
  await sim.until(() => lost.seen() > 0, { withinMs: 1_000 });
  await second.append("k", "two ");
  const before = await appending;
  narrator.messages();
  narrator.result(`the first append resolves to ${JSON.stringify(before)}`);
  narrator.step("Each append was executed once");
  narrator.result(`get → ${JSON.stringify(await second.get("k"))}`);
}

async function unreliable(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim);
  narrator.step("Three clients append three times each to one key");
  await sim.inParallel(3, async (client) => {
    const ck = kv.clerk(`clerk-${String(client)}`);
    for (let i = 0; i < 3; i++) await ck.append("k", `${String(client)}.${String(i)} `);
  });
  narrator.result(`get → ${JSON.stringify(await kv.clerk("reader").get("k"))}`);
  const { calls, requestsLost, repliesLost } = sim.network.calls();
  narrator.result(
    `the network: ${String(calls)} requests, of which ${String(requestsLost)} were lost; ${String(repliesLost)} replies were lost`,
  );
}

async function shards(sim: Simulation, narrator: Narrator): Promise<void> {
  const kv = startKVService(sim, { servers: 3, replicas: 2 });
  const ck = kv.clerk("clerk");
  narrator.step("Six keys, spread over three shards");
  for (let key = 0; key < 6; key++) await ck.put(String(key), `value ${String(key)}`);
  for (const me of [0, 1, 2]) {
    const held = [0, 1, 2, 3, 4, 5].filter((key) => kv.holds(me, String(key)));
    narrator.result(`server-${String(me)} holds copies of the keys ${held.join(", ")}`);
  }
  narrator.step("server-0 stops; the keys 0 and 3 are read from server-1");
  kv.stop(0);
  narrator.result(
    `get("0") → ${JSON.stringify(await ck.get("0"))}, get("3") → ${JSON.stringify(await ck.get("3"))}`,
  );
  narrator.step("server-0 is back");
  kv.start(0);
  await ck.append("0", ", and more");
  narrator.result(`after an append, get("0") → ${JSON.stringify(await ck.get("0"))}`);
}
