import { mendNetwork, alikeTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { expectInTime, showValue } from "labrpc/testing";
import { expectSameEverywhere, expectSet } from "../expectations";
import { LEFT_OUT, SOON_MS, type Cluster, type RecordedClerk } from "../harness";
import { Outages } from "./Outages";
import { workOfClients, type MakeWrite } from "./workOfClients";
import { worldCluster } from "./worldCluster";
import { WorldWatch } from "./WorldWatch";
import { WriteOrder, type Write } from "../WriteOrder";

const LEADER = 0;
const TIME_OUTS_MS = [500, 200, 700] as const;
/** "`Date.now()` is larger than it was before the crash", virtual ms. */
const DOWN_MS = [2, 20, 400, 3_000, 90_000] as const;
const FEW = { crowd: false, clients: 3, operations: 4, pauseMs: 1_000 };
const SETTLE_MS = 2_000;
/** "Some tests make single links slower, up to some seconds." */
const FAR_MS = [20, 600, 2_000] as const;
/** The most writes of a burst, by so many clients, and how long after it the leader may crash, virtual ms. */
const BURST = { most: 60, clients: 6, lastsMs: 4 } as const;
/** What is written when all restarts are over. */
const LAST = "the last";

/**
 * The leader crashes and restarts with nothing in memory, once or several times, while followers come and go. "In the end
 * all nodes must hold the same again, including old keys. New writes must reach their quorum and win at every node."
 */
export async function restartWorld(sim: Simulation): Promise<void> {
  const { world } = sim;
  const kv = worldCluster(sim, world.pick("quorum time-out", TIME_OUTS_MS));
  const keys = alikeTexts(world, "keys", world.between("number of keys", 1, 4));
  const order = new WriteOrder();
  const answered: Write[] = [];
  let restartedAt = 0;
  const write: MakeWrite = async (ck, { key, value }) => {
    const begun = order.begin(key, value, sim.now);
    const what = `${ck.host.name}'s set(${JSON.stringify(key)})`;
    const outcome = await expectInTime(sim, what, SOON_MS, ck.set(key, value));
    expectSet("a write beside a restart", outcome, "done", "no-quorum", "maybe");
    if (outcome.kind === "maybe") return;
    begun.end = sim.now;
    answered.push(begun);
  };
  const outages = new Outages(sim, kv, new WorldWatch(sim, kv, [], order));
  await workOfClients(sim, kv, keys, write, { name: "before/", most: FEW });
  const restarts = world.between("restarts", 1, 3);
  for (let restart = 1; restart <= restarts; restart++) {
    const name = `restart-${String(restart)}/`;
    const others = world.has(`${name}followers are away`) ? outages.round(name) : undefined;
    const clients = world.has(`${name}clients write`)
      ? workOfClients(sim, kv, keys, write, { name, most: FEW })
      : undefined;
    await sim.sleep(world.upTo(`${name}leader crashes after`, 300) / 10);
    const far = drawFarFollower(sim, kv, name);
    for (const follower of far) kv.delay(follower, world.pick(`${name}so far`, FAR_MS));
    const burst = startBurst(sim, kv, { name, keys, write });
    if (burst.length > 0) await Promise.race([Promise.all(burst), sim.sleep(BURST.lastsMs)]);
    if (kv.crash(LEADER, { optional: true }) === "crashed") {
      await sim.sleep(world.pick(`${name}leader is down for`, DOWN_MS));
      kv.restart(LEADER);
      restartedAt = sim.now;
    }
    for (const follower of far) kv.delay(follower, 0);
    // "Including those that arrive while the leader is still finding out what there was."
    if (world.has(`${name}writes at once`))
      await write(kv.clerk(`${name}at-once`), { key: keys[0] ?? "k", value: `${name}at once` });
    await Promise.all([others, clients, ...burst]);
  }
  mendNetwork(sim);
  const isSettled = world.has("waits before the last writes");
  if (isSettled) await sim.sleep(SETTLE_MS);
  const ck = kv.clerk("last");
  const last = new Set<string>();
  for (const key of keys.slice(0, world.upTo("last writes", keys.length))) {
    order.begin(key, LAST, sim.now);
    const outcome = await ck.set(key, LAST);
    // Of a write that minimising leaves out, nothing is to be seen.
    if (outcome === LEFT_OUT) continue;
    last.add(key);
    if (isSettled) expectSet("a write after the leader's restart", outcome, "done");
  }
  await expectSameEverywhere(sim, kv, "after the leader's restart");
  for (const key of keys) {
    const held = await kv.held(LEADER, key);
    const isRight = last.has(key) ? held === LAST : held === undefined || order.isWritten(key, held);
    if (!isRight)
      sim.fail(`all nodes hold a wrong value of the key ${showValue(key)} after the leader's restart`, {
        expected: last.has(key) ? showValue(LAST) : "a value that was written, or no such key",
        got: held === undefined ? "no such key" : showValue(held),
      });
    const lost = answered.find(
      (write) =>
        write.key === key &&
        write.call > restartedAt &&
        (held === undefined || order.isOlder(key, held, write.value)),
    );
    if (lost !== undefined)
      sim.fail(`a write of the key ${showValue(key)} that the restarted leader answered is lost in the end`, {
        expected: `${showValue(lost.value)} or a newer value`,
        got: held === undefined ? "no such key" : showValue(held),
      });
  }
}

/** "A message to a follower may arrive late", here after messages of the leader's next life. */
function drawFarFollower({ world }: Simulation, kv: Cluster, name: string): number[] {
  if (!world.has(`${name}a follower is far`, 0.3)) return [];
  return [kv.followers[world.upTo(`${name}far`, kv.followers.length - 1)] ?? 1];
}

/** "A leader may make more than one write in a millisecond", and crash right after them. */
function startBurst(
  { world }: Simulation,
  kv: Cluster,
  {
    name,
    keys,
    write,
  }: { readonly name: string; readonly keys: readonly string[]; readonly write: MakeWrite },
): Promise<void>[] {
  if (!world.has(`${name}burst`, 0.25)) return [];
  const clerks = Array.from({ length: BURST.clients }, (_, i) => kv.clerk(`${name}burst-${String(i)}`));
  return Array.from({ length: world.between(`${name}writes of the burst`, 2, BURST.most) }, (_, i) =>
    write(clerks[i % clerks.length] as RecordedClerk, {
      key: keys[i % keys.length] as string,
      value: `${name}burst ${String(i)}`,
    }),
  );
}
