import type { Remote, Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";
import { CheckedStore, type WorldRequest } from "./support/keys/CheckedStore";
import { OPTIONS, simulate, SOON_MS, startServers, type Servers } from "./support/harness";
import { rawRequest, WorldRequests } from "./support/worlds/worldRequests";
import { WorldTimes } from "./support/worlds/worldTimes";
import type { Shell } from "../given/Shell";
import type { KVService, Request, Response } from "../types";

/** Pauses of weeks have room in it. */
const WORLD_BUDGET = { virtualMs: 1e12, events: 250_000 };

describe("Lab 5, part 1: generated worlds", () => {
  simulate("TestWorlds", { ...OPTIONS, budget: WORLD_BUDGET, generated: true }, async (sim) => {
    const { world } = sim;
    const servers = world.pick("servers", [1, 1, 1, 2, 3, 4, 7]);
    const times = new WorldTimes(sim);
    const requests = new WorldRequests(world, 4, times.longestMs / 6);
    const kv = await startServers(sim, { servers, ...times.intervals });
    const store = new CheckedStore(sim, requests.keys);
    const clients = world.pick("clients", [1, 1, 2, 4]);
    const each = world.pick("operations", clients === 1 ? [4, 12, 24, 24] : [2, 6, 8]);
    // Every method is a promise: nobody has to wait for one before the next is called, and each call counts for itself.
    const isOneClient = clients > 1 && world.has("all calls are of one client", 0.35);
    const shells = Array.from({ length: isOneClient ? 1 : clients }, (_, i) =>
      kv.client(`client-${String(i)}`),
    );
    const places = await placesOf(sim, shells[0] as Remote<Shell>, requests.keys);
    for (const key of requests.keys)
      if (world.has(`key ${String(requests.keys.indexOf(key))} is there at the beginning`, 0.8)) {
        const ck = shells[0] as Remote<Shell>;
        const asked = { kind: "key", key, request: { kind: "set", value: "first" } } as const;
        await store.ask(places.get(key) ?? 1, asked, () => ck.set(key, "first"));
      }
    await sim.inParallel(clients, async (client) => {
      const ck = shells[client % shells.length] as Remote<Shell>;
      for (let i = 1; i <= each; i++) {
        const name = `client-${String(client)}/${String(i)}`;
        await times.pause(name, store);
        const asked = requests.draw(name);
        if (asked === undefined || sim.leavesOut(`client-${String(client)}`)) continue;
        const server = asked.kind === "key" ? places.get(asked.key) : undefined;
        const id = server ?? world.between(`${name} server`, 1, servers);
        const call = store.ask(id, asked, () => make(sim, kv, { ck, client, id, asked }));
        await expectInTime(
          sim,
          `client-${String(client)}'s ${JSON.stringify(rawRequest(asked))}`,
          SOON_MS,
          call,
        );
      }
    });
    await times.pauseForExpiry("in the end", store);
    // Who asks first is drawn: a GET may repair what a KEYS would have shown.
    const first = world.pick("asked first in the end", ["get", "keys", "stats"]);
    const ck = kv.client("reader");
    for (const kind of new Set([first, "stats", "keys", "get"])) {
      if (kind === "get")
        for (const key of requests.keys) await store.ask(places.get(key) ?? 1, getOf(key), () => ck.get(key));
      for (const id of kv.ids) {
        if (kind === "stats") await store.ask(id, { kind: "stats" }, () => only(ck.stats(id)));
        if (kind === "keys") await store.ask(id, { kind: "keys" }, () => only(ck.keys(id)));
      }
    }
  });
});

/** The servers of the keys, as the client sees them: part 2 is about that. */
async function placesOf(
  sim: Simulation,
  ck: Remote<Shell>,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const shell = sim.host("client-0").unseen<Shell>(ck);
  const places = new Map<string, number>();
  for (const key of keys) places.set(key, await shell.serverOf(key));
  return places;
}

interface Made {
  readonly ck: Remote<Shell>;
  readonly client: number;
  readonly id: number;
  readonly asked: WorldRequest;
}

function make(sim: Simulation, kv: Servers, { ck, client, id, asked }: Made): Promise<Response> {
  if (asked.kind === "malformed") {
    const host = sim.host(`client-${String(client)}`);
    return host.end<KVService>(kv.nameOf(id)).call("handle", asked.what as Request);
  }
  if (asked.kind !== "key") return only(asked.kind === "keys" ? ck.keys(id) : ck.stats(id));
  const { key, request } = asked;
  if (request.kind === "set") return ck.set(key, request.value);
  if (request.kind === "expire") return ck.expire(key, request.ttl);
  return request.kind === "delete" ? ck.delete(key) : ck.get(key);
}

function getOf(key: string): WorldRequest {
  return { kind: "key", key, request: { kind: "get" } };
}

async function only(responses: Promise<Response[]>): Promise<Response> {
  return (await responses)[0] as Response;
}
