import { mendNetwork, worldNetwork, alikeTexts, type WorldNetwork } from "harness";
import type { NetworkOptions, Simulation } from "labrpc/simulation";
import { expectLinearizable, expectSameEverywhere } from "../expectations";
import type { Cluster } from "../harness";
import { workOfClients } from "./workOfClients";
import { worldCluster } from "./worldCluster";
import { WorldWatch } from "./WorldWatch";
import { ANY_ENDING, WorldWrites, type WriteEnding } from "./WorldWrites";

/** "10 % are lost", and more for a while; "Calls may overtake each other"; "A message to a follower may arrive late." */
const LOSSY: WorldNetwork = {
  losses: [0.1, 0.1, 0.3],
  delaysMs: [26, 1, 90],
  latesMs: [
    [27, 400],
    [200, 2_200],
    [900, 5_000],
  ],
  copiesMs: [],
};
/** "A message to a follower may arrive twice." So much later, virtual ms. */
const COPIES_MS = [
  [0, 0.05],
  [50, 600],
  [500, 3_000],
] as const;
/** "Some tests make single links slower, up to some seconds." */
const SLOW_LINKS_MS = [20, 300, 1_500, 3_000] as const;
/** `config.quorumTimeoutMs` is "20 to 900 in the tests". */
const TIME_OUTS_MS = [500, 200, 700, 20, 900] as const;
/** "A call without a reply rejects after 1,000 ms": of a clerk's write that takes as long, nobody knows. */
const CALL_TIME_OUT_MS = 1_000;
/** Beside what messages take, virtual ms. */
const SLACK_MS = 200;

/**
 * All nodes are up; the network loses messages, holds them back and copies those to followers. Clients write the same
 * keys at the same time and read everywhere.
 */
export async function lossyWorld(sim: Simulation): Promise<void> {
  const { world } = sim;
  const quorumTimeoutMs = world.pick("quorum time-out", TIME_OUTS_MS);
  const kv = worldCluster(sim, quorumTimeoutMs);
  const keys = alikeTexts(world, "keys", world.between("number of keys", 1, 3));
  if (world.has("starts in peace")) await sim.sleep(1_000);
  const network = drawNetwork(sim);
  sim.network.set(network);
  const slow = slowLinks(sim, kv);
  const writes = new WorldWrites(sim, kv);
  const watch = world.has("nodes are watched", 0.6) ? new WorldWatch(sim, kv, keys, writes.order) : undefined;
  const copied = world.has("copies", 0.4) ? world.pick("each copied", [10, 3, 1]) : 0;
  sim.network.script((message) => {
    watch?.noteMessage(message);
    // A clerk's request does not arrive twice: a late copy would be a second write.
    const { kind, from, nth } = message;
    return copied > 0 && kind === "request" && from === "leader" && nth % copied === 0
      ? { copies: 2 }
      : undefined;
  });

  const unplugs = world.has("a clerk is unplugged", 0.2);
  const ending = unplugs ? ANY_ENDING : endingOn(kv, network, { slow, quorumTimeoutMs });
  const unplugged = unplugs ? unplugClerk(sim) : undefined;
  await workOfClients(sim, kv, keys, async (ck, entry) => {
    await writes.set(ck, entry, { ending: () => ending, ...(watch && { watch }) });
  });

  await unplugged;
  mendNetwork(sim);
  await sim.sleep(longestWay(network, slow));
  await expectSameEverywhere(sim, kv, "when the network loses nothing any more");
  for (const key of keys) await kv.readLeader("reader", key);
  expectLinearizable(kv.history);
}

function drawNetwork({ world }: Simulation): NetworkOptions {
  const network = worldNetwork(world, LOSSY);
  if (world.has("slow replies", 0.3)) network.replyDelayMs = [0, world.pick("replies take", [30, 200])];
  // Messages of a moment arrive at one moment: no clock tells which is newer.
  if (world.has("all take as long", 0.15)) network.delayMs = [5, 5];
  network.duplicateDelayMs = world.pick("copies after", COPIES_MS);
  return network;
}

/** A clerk that learns at once that no answer will come still does not know whether its write was executed. */
async function unplugClerk(sim: Simulation): Promise<void> {
  const { world, network } = sim;
  const clerk = `clerk-${String(world.upTo("who is unplugged", 3))}`;
  const times = world.between("unplugged so often", 1, 3);
  for (let time = 1; time <= times; time++) {
    await sim.sleep(world.upTo(`unplugged/${String(time)} after`, 400) / 10);
    network.disconnect(clerk);
    await sim.sleep(world.pick(`unplugged/${String(time)} for`, [30, 5, 300]));
    network.reconnect(clerk);
  }
}

/** For each follower, how much longer the leader's messages take to it, virtual ms. */
function slowLinks({ world }: Simulation, kv: Cluster): number[] {
  const extra = kv.followers.map(() => 0);
  const count = world.has("slow links", 0.3) ? world.between("number of slow links", 1, 2) : 0;
  for (let i = 0; i < count; i++) {
    if (extra.length === 0) break;
    const at = world.upTo(`slow link/${String(i)}`, extra.length - 1);
    const ms = world.pick(`slow link/${String(i)} takes`, SLOW_LINKS_MS);
    kv.delay(kv.followers[at] ?? 1, ms);
    extra[at] = ms;
  }
  return extra;
}

/** How long a message may still be under way, virtual ms. */
function longestWay(
  { late, lateMs, delayMs, duplicateDelayMs }: NetworkOptions,
  slow: readonly number[],
): number {
  const copy = duplicateDelayMs?.[1] ?? 0;
  return Math.max((late ?? 0) > 0 ? (lateMs?.[1] ?? 0) : 0, delayMs?.[1] ?? 0) + copy + Math.max(0, ...slow);
}

/**
 * How writes end: on a network that loses nothing, with a quorum whose messages take far less than the time-out, each is
 * done. "It may come earlier, once you know that no more will arrive", and here they do.
 */
function endingOn(
  { writeQuorum }: Cluster,
  network: NetworkOptions,
  { slow, quorumTimeoutMs }: { readonly slow: readonly number[]; readonly quorumTimeoutMs: number },
): WriteEnding {
  const { requestLoss = 0, replyLoss = 0, late = 0, delayMs = [0, 1], replyDelayMs = [0, 1] } = network;
  if (requestLoss > 0 || replyLoss > 0 || late > 0) return ANY_ENDING;
  const there = delayMs[1] + replyDelayMs[1];
  const needed = slow.toSorted((a, b) => a - b)[writeQuorum - 1] ?? Infinity;
  const withinMs = quorumTimeoutMs + there + SLACK_MS;
  // It may wait for what is under way, and for those before it: "at most as long as four".
  const isSure = 8 * (there + needed) < quorumTimeoutMs;
  const isAnswered = withinMs < CALL_TIME_OUT_MS;
  return {
    kinds: [
      ...(["done"] as const),
      ...(isSure ? [] : ["no-quorum" as const]),
      ...(isAnswered ? [] : ["maybe" as const]),
    ],
    withinMs: isAnswered ? withinMs : ANY_ENDING.withinMs,
  };
}
