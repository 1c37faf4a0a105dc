import { mendNetwork, alikeTexts, worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectLinearizable, expectSameEverywhere, expectSet } from "../expectations";
import type { Cluster } from "../harness";
import { Outages } from "./Outages";
import { workOfClients, type MakeWrite } from "./workOfClients";
import { worldCluster } from "./worldCluster";
import { WorldWatch } from "./WorldWatch";
import { ANY_ENDING, WorldWrites, type WriteEnding } from "./WorldWrites";

const TIME_OUTS_MS = [500, 200, 700] as const;
/** Beside the time-out, virtual ms. */
const SLACK_MS = 200;
/** "Even if messages are lost while it catches up": so many, for so long. */
const LOSSES = [0.1, 0.3] as const;
const LOSSES_LAST_MS = [1_000, 4_000, 10_000] as const;
/** After such times the leader may be finding out what a follower lacks, virtual ms. */
const FIND_OUT_MS = [0, 300, 700, 1_200] as const;
/** Clients that write while followers are away. */
const FEW = { crowd: false, clients: 3, operations: 5, pauseMs: 1_000 };

/**
 * Followers are away and come back, with their memory or without, once or again, alone or together, while clients write.
 * "Within 30 s of its return it holds everything that the leader holds, even if nobody writes any more."
 */
export async function crashWorld(sim: Simulation): Promise<void> {
  const { world } = sim;
  const quorumTimeoutMs = world.pick("quorum time-out", TIME_OUTS_MS);
  const kv = worldCluster(sim, quorumTimeoutMs);
  const keys = alikeTexts(world, "keys", world.between("number of keys", 1, 3));
  const writes = new WorldWrites(sim, kv);
  const watch = new WorldWatch(sim, kv, world.has("nodes are watched", 0.6) ? keys : [], writes.order);
  const outages = new Outages(sim, kv, watch);
  let isLossy = false;
  const ending = (): WriteEnding => {
    if (isLossy) return ANY_ENDING;
    // "Meanwhile writes carry on without waiting for it, as long as a quorum is left."
    return kv.followers.length - outages.hit.size >= kv.writeQuorum
      ? { kinds: ["done"], withinMs: quorumTimeoutMs / 2 }
      : { kinds: ["done", "no-quorum"], withinMs: quorumTimeoutMs + SLACK_MS };
  };
  const write: MakeWrite = async (ck, entry) => {
    await writes.set(ck, entry, { ending, watch });
  };
  const once = worldTexts(world, "written once", world.upTo("keys that nobody writes again", 5));
  // A plain letter may be among the others' keys.
  await writeOnce(
    kv,
    once.map((text, i) => (/^[a-z]$/.test(text) || keys.includes(text) ? `once-${String(i)}` : text)),
  );

  const rounds = world.between("rounds", 1, 2);
  for (let round = 1; round <= rounds; round++) {
    const name = `round-${String(round)}/`;
    const doesWrite = world.has(`${name}clients write`, 0.8);
    const many = world.has(`${name}many keys are written`, 0.06)
      ? world.between(`${name}many keys`, 20, 150)
      : 0;
    await Promise.all([
      outages.round(name, many > 0),
      doesWrite ? workOfClients(sim, kv, keys, write, { name, most: FEW }) : undefined,
      many > 0 ? writeMany(kv, name, many) : undefined,
    ]);
    if (world.has(`${name}loses messages`)) {
      const loss = world.pick(`${name}loss`, LOSSES);
      sim.network.set({ requestLoss: loss, replyLoss: loss });
      isLossy = true;
    }
    await Promise.all([
      outages.again(name),
      world.has(`${name}clients write on`, 0.4)
        ? sim
            .sleep(world.pick(`${name}clients write on after`, FIND_OUT_MS))
            .then(() => workOfClients(sim, kv, keys, write, { name: `${name}back/`, most: FEW }))
        : undefined,
    ]);
    // "If the leader's link to it is so slow that calls get no answer, the 30 s begin once the link is fast again."
    for (const follower of outages.hit) kv.delay(follower, 0);
    const quiet = sim.now;
    if (isLossy) await sim.sleep(world.pick(`${name}loses messages for`, LOSSES_LAST_MS));
    mendNetwork(sim);
    isLossy = false;
    const who = [...outages.hit].map((follower) => kv.nameOf(follower)).join(" and ");
    await expectSameEverywhere(sim, kv, `although ${who} came back`, quiet);
    outages.hit.clear();
  }
  for (const key of keys) await kv.readLeader("reader", key);
  expectLinearizable(kv.history);
}

/** Keys that must come back to a follower although nobody writes them any more. */
async function writeOnce(kv: Cluster, keys: readonly string[]): Promise<void> {
  const ck = kv.clerk("first");
  for (const key of keys) expectSet("a write", await ck.set(key, "once"), "done", "no-quorum", "maybe");
}

/** "And many keys may be written in the meantime." */
async function writeMany(kv: Cluster, name: string, count: number): Promise<void> {
  const ck = kv.clerk(`${name}many`);
  const AT_ONCE = 10;
  for (let i = 0; i < count; i += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, j) =>
        ck.set(`many-${String(i + j)}`, `many in ${name}`),
      ),
    );
}
