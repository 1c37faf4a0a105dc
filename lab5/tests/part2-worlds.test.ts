import { createHash } from "node:crypto";
import { AWKWARD_TEXTS } from "harness";
import { expectValue } from "labrpc/testing";
import { CheckedStore } from "./support/keys/CheckedStore";
import { OPTIONS, simulate, startServers } from "./support/harness";
import { Outages } from "./support/worlds/Outages";
import { WatchedClient } from "./support/worlds/WatchedClient";
import { WorldRequests } from "./support/worlds/worldRequests";

/** Outages of hours have room in it; nothing is saved or swept meanwhile. */
const WORLD_BUDGET = { virtualMs: 1e9, events: 250_000 };
const NEVER_MS = 2_147_483_647;

/** Which messages of a client may get lost. */
const LOSSES = [
  ["nothing"],
  ["nothing", "nothing", "request"],
  ["nothing", "nothing", "reply"],
  ["nothing", "request", "reply"],
  ["nothing", "nothing", "nothing", "nothing", "request", "reply"],
] as const;

describe("Lab 5, part 2: generated worlds", () => {
  simulate("TestRetryWorlds", { ...OPTIONS, budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const servers = world.pick("servers", [1, 2, 3, 4, 5, 7]);
    const requests = new WorldRequests(world, 4, 3_000);
    const kv = await startServers(sim, { servers, saveEveryMs: NEVER_MS, sweepEveryMs: NEVER_MS });
    const store = new CheckedStore(sim, requests.keys);
    // "The remainder is an index into the list of servers": in whatever order they are in it, and perhaps without some.
    const turn = world.upTo("first server of the list", servers - 1);
    const some = [...kv.ids.slice(turn), ...kv.ids.slice(0, turn)];
    const ids = servers > 1 && world.has("one server is not in the list", 0.2) ? some.slice(1) : some;
    if (world.has("list backwards", 0.3)) ids.reverse();
    world.describe(`servers ${ids.join(", ")}`);
    const outages = new Outages(sim, kv);
    const losses = world.pick("losses", LOSSES);
    const isQuiet = world.has("nobody to tell", 0.2);
    const clients = Array.from({ length: world.between("clients", 1, 3) }, (_, i) => {
      const name = `client-${String(i)}`;
      const shell = kv.client(name, ids, isQuiet ? "is not told" : "is told");
      return new WatchedClient(sim, { store, outages, ids }, name, shell);
    });
    for (const client of clients) client.losses = losses;
    const ck = sim.host("client-0").unseen(clients[0]!.shell);
    for (const key of new Set([...requests.keys, ...AWKWARD_TEXTS]))
      expectValue(`the server of ${JSON.stringify(key)}`, await ck.serverOf(key), serverOf(ids, key));
    sim.network.script((message) => {
      if (message.method !== "handle") return undefined;
      const { kind, from, to } = message;
      return clients.find(({ name }) => name === (kind === "request" ? from : to))?.sees(message);
    });
    const each = world.between("operations", 1, clients.length === 1 ? 8 : 4);
    const broken = Promise.all(ids.map((id) => outages.run(id)));
    const watching = { over: false };
    const watched = sim.until(
      () => {
        for (const client of clients) client.look((id) => kv.nameOf(id));
        return watching.over;
      },
      { withinMs: 1e9 },
    );
    await sim.inParallel(clients.length, async (i) => {
      const client = clients[i]!;
      for (let n = 1; n <= each; n++) {
        const name = `${client.name}/${String(n)}`;
        await sim.sleep(world.pick(`${name} pause`, [0, 1, 100, 2_000]));
        const asked = requests.draw(name, "well-formed");
        // A second call of the same client at the same time, to another server.
        const beside = world.has(`${name} beside`, 0.2)
          ? requests.draw(`${name} other`, "well-formed")
          : undefined;
        const isOther =
          beside?.kind === "key" &&
          asked?.kind === "key" &&
          serverOf(ids, beside.key) !== serverOf(ids, asked.key);
        const calls = [asked, ...(isOther ? [beside] : [])].flatMap((one, k) => {
          if (one === undefined || sim.leavesOut(client.name)) return [];
          const server = one.kind === "key" ? serverOf(ids, one.key) : 0;
          return [client.call(`${name}${k === 0 ? "" : " beside"}`, one, server)];
        });
        await Promise.all(calls);
        if (!isQuiet) await client.expectTold();
      }
    });
    await broken;
    for (const client of clients) client.losses = ["nothing"];
    for (const key of requests.keys) {
      const asked = { kind: "key", key, request: { kind: "get" } } as const;
      await clients[0]!.call("in the end/1", asked, serverOf(ids, key));
    }
    watching.over = true;
    await watched;
  });
});

/** The rule of the handout. */
function serverOf(ids: readonly number[], key: string): number {
  const hash = BigInt(`0x${createHash("md5").update(key, "utf8").digest("hex")}`);
  return ids[Number(hash % BigInt(ids.length))] ?? 0;
}
