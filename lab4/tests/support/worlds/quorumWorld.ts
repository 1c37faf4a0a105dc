import { counted } from "harness";
import type { Simulation } from "labrpc/simulation";
import { drawDistances } from "./drawDistances";
import { expectHeld } from "../expectHeld";
import { startCluster } from "../harness";
import { QuorumClient } from "./QuorumClient";
import { AT_ONCE, quorumEnding } from "./quorumEnding";
import { quorumEntries } from "./quorumEntries";
import { WorldWrites } from "./WorldWrites";

/** `config.followers` has none to eleven. */
const FOLLOWERS = [1, 2, 3, 5, 5, 5, 11, 0] as const;
/** `config.quorumTimeoutMs` is 20 to 900 in the tests. */
const TIME_OUTS_MS = [500, 200, 700, 20, 900] as const;
/** What passes until leader and followers know each other, virtual ms. */
const SETTLE_MS = 1_000;
const KINDS = ["write", "write", "read", "read", "bad", "look"] as const;

/**
 * Nothing is lost; each follower is near, far or away for all the time. So it is known of each write whether and when it
 * reaches its quorum. Every write has a key of its own, or repeats the client's write before.
 */
export async function quorumWorld(sim: Simulation): Promise<void> {
  const { world } = sim;
  const followers = world.pick("followers", FOLLOWERS);
  const writeQuorum = world.between("quorum", 1, Math.max(1, followers));
  const quorumTimeoutMs = world.pick("quorum time-out", TIME_OUTS_MS);
  const isBurst = world.has("burst", 0.3);
  const clients = isBurst ? world.between("clients at once", 1, AT_ONCE) : world.between("clients", 1, 3);
  const each = isBurst ? 1 : world.between("operations", 1, 6);
  const { limits, keys, valueOf } = quorumEntries(world, clients * each);
  const kv = startCluster(sim, { followers, writeQuorum, quorumTimeoutMs, limits });
  world.describe(`${counted(followers, "follower")}, a quorum of ${String(writeQuorum)}`);
  await sim.sleep(SETTLE_MS);
  const distances = await drawDistances(sim, kv);
  const ending = quorumEnding(distances, { writeQuorum, quorumTimeoutMs });

  const written = new Map<string, string>();
  const writes = new WorldWrites(sim, kv);
  await sim.inParallel(clients, async (number) => {
    const client = new QuorumClient(sim, kv, { name: `clerk-${String(number)}`, writes });
    let last: { key: string; value: string } | undefined;
    let asked = keys[number * each] ?? "k";
    for (let i = 0; i < each; i++) {
      const name = `clerk-${String(number)}/${String(i + 1)}`;
      const kind = isBurst ? "write" : world.pick(`${name} kind`, KINDS);
      if (kind === "write") {
        // "Writing a value that the key held earlier is still a new write."
        const isAgain = world.has(`${name} again`, 0.25);
        const fresh = { key: keys[number * each + i] ?? "k", value: valueOf(name) };
        const entry = isAgain ? (last ?? fresh) : fresh;
        if (!(await client.write(entry, ending))) continue;
        written.set(entry.key, entry.value);
        last = entry;
        asked = entry.key;
      } else if (kind === "read") {
        // The same key at another node: what a clerk has seen before says nothing about that one.
        if (world.has(`${name} another key`, 0.4)) asked = world.pick(`${name} key`, keys);
        const reads = world.between(`${name} reads`, 1, 4);
        for (let read = 1; read <= reads; read++) await client.read(`${name}/${String(read)}`, asked);
      } else if (kind === "bad") await client.ask(name, limits);
      else await client.look(name, limits);
      if (!isBurst && world.has(`${name} pauses`, 0.4))
        await sim.sleep(world.upTo(`${name} pause`, 3_000) / 10);
    }
  });

  await expectHeld(sim, kv, { node: 0, written });
  // "The messages to the other followers carry on."
  for (const [i, follower] of kv.followers.entries())
    if (Number.isFinite(distances[i])) await expectHeld(sim, kv, { node: follower, written });
  if (!world.has("nodes stop in the end", 0.3)) return;
  const last = new QuorumClient(sim, kv, { name: "last", writes });
  const stops = world.between("stops", 1, 3);
  for (let stop = 1; stop <= stops; stop++) {
    const name = `stop/${String(stop)}`;
    const alive = world.upTo(`${name} alive`, kv.nodes.length);
    const key = world.pick(`${name} key`, keys);
    await last.askAlone(name, { alive: alive < kv.nodes.length ? alive : undefined, key });
    // "Each call starts at that node, whichever answered the previous call."
    kv.start(...kv.nodes);
    for (let read = 1; read <= 2; read++) await last.read(`${name}/${String(read)}`, key);
  }
}
