import type { Simulation } from "labrpc/simulation";
import { expectInTime, onMessages, showValue } from "labrpc/testing";
import { expectEveryAppendOnce, expectLinearizable, token } from "./expectations";
import type { KVCluster, KVOperation, RecordedClerk } from "./harness";

/** How long a right clerk may need to find out that servers are down, or are back, virtual ms. */
const LONG_MS = 60_000;
/** How often somebody reads what others append to meanwhile. */
const READS_MEANWHILE = 3;

/** A cluster, and the keys that clients use. */
export interface ShardWorld {
  readonly servers: number;
  readonly replicas: number;
  readonly keys: readonly string[];
}

/** While some of them are stopped. */
interface StoppedRound extends ShardWorld {
  readonly stopped: readonly number[];
  /** Of the round's dimensions. */
  readonly name: string;
  /** What had been answered when they stopped: an append, or what a call has found. */
  readonly answered: readonly KVOperation[];
  /** Where all clerks are. Default: each on a host of its own. */
  readonly machine: string | undefined;
}

/**
 * Rounds of appends in which servers stop, before the appends, after them or while they are made, "right after losing a
 * single message". While a server is stopped, clients read, and nobody begins a new write: "every operation that completed
 * before it stopped can be read from any replica that is up", and "a write that was in progress when the server stopped is executed
 * once".
 */
export async function stopServers(sim: Simulation, kv: KVCluster, of: ShardWorld): Promise<void> {
  const { world } = sim;
  // "None of them waits for another's call": whose shard stands still does not hold up who reads.
  const machine = world.has("clerks share a machine", 0.2) ? "machine" : undefined;
  if (machine !== undefined) world.describe("all clerks are on one machine");
  const clerks = Array.from({ length: world.between("clients", 1, 4) }, (_, i) =>
    kv.clerk(`clerk-${String(i)}`, machine),
  );
  const rounds = world.between("rounds", 1, 3);
  for (let round = 1; round <= rounds; round++) {
    const name = `round/${String(round)}`;
    const stopped = stoppedIn(sim, name, of);
    loseOneMessage(sim, name, stopped);
    let areStopped = false;
    const appends = clerks.map(async (ck, client) => {
      const key = keyOf(sim, name, client, of);
      if (world.has(`${name} clerk-${String(client)} appends`, 0.8))
        await ck.append(key, token(client, round));
      else await ck.get(key);
    });
    if (world.has(`${name} somebody reads meanwhile`, 0.6)) {
      const used = clerks.map((_, client) => keyOf(sim, name, client, of));
      const own = used.filter((key) => Number(key) % of.servers === stopped[0]);
      const key = world.pick(`${name} is read meanwhile`, own.length > 0 ? own : used);
      const ck = kv.clerk(`watcher-${String(round)}`, machine);
      appends.push(readMeanwhile(sim, name, { ck, key, ends: () => areStopped }));
    }
    const done = Promise.all(appends);
    done.catch(() => undefined);
    if (world.has(`${name} stops while they append`, 0.6)) {
      await sim.sleep(world.upTo(`${name} stops after`, 60) / 10);
    } else await expectInTime(sim, "the calls of the clients", LONG_MS, done);
    kv.stop(...stopped);
    areStopped = true;
    const answered = kv.history.filter(({ output }) => output !== undefined);
    sim.network.script(undefined);
    await sim.sleep(world.pick(`${name} is quiet for`, [0, 1_500, 9_000]));
    const found = await readWhileStopped(sim, kv, { ...of, stopped, name, answered, machine });
    kv.start(...stopped);
    if (world.has(`${name} reads at once when all are up`, 0.5)) await expectStillFound(sim, kv, name, found);
    await expectInTime(sim, "the calls that were in progress when servers stopped", LONG_MS, done);
    await sim.sleep(5_000);
  }
  const reader = kv.clerk("reader");
  for (const key of of.keys) await expectInTime(sim, "the reader's get", LONG_MS, reader.get(key));
  for (const key of of.keys) expectEveryAppendOnce(kv.history, key);
  expectLinearizable(kv.history.filter(({ client }) => !client.startsWith(WHILE_STOPPED)));
}

const WHILE_STOPPED = "reader-while-stopped";

/** Some of the servers, at least one. */
function stoppedIn({ world }: Simulation, name: string, { servers, keys }: ShardWorld): number[] {
  const first = Number(world.pick(`${name} stops the first server of`, keys)) % servers;
  const other = (first + world.upTo(`${name} stops another`, servers - 1)) % servers;
  return world.has(`${name} stops two`) && other !== first ? [first, other] : [first];
}

/** Of the next messages from and to the server that stops first. */
function loseOneMessage({ world, network }: Simulation, name: string, stopped: readonly number[]): void {
  if (!world.has(`${name} loses a message`, 0.7)) return;
  const server = `server-${String(stopped[0])}`;
  // One that a copy waits for, or any.
  const toCopy = world.has(`${name} loses a message to a copy`, 0.5);
  let passed = toCopy
    ? world.pick(`${name} loses the message to a copy after`, [0, 0, 1])
    : world.upTo(`${name} loses the message after`, 7);
  const { script } = onMessages(
    1,
    ({ kind, from, to }) =>
      (toCopy
        ? kind === "request" && from === server && to.startsWith("server-")
        : from === server || to === server) && passed-- <= 0,
    "lose",
  );
  network.script(script);
}

/** The key that a client uses in a round. */
function keyOf({ world }: Simulation, name: string, client: number, { keys }: ShardWorld): string {
  return world.pick(`${name} clerk-${String(client)} key`, keys);
}

/**
 * Gets a key some times while others append to it: what that finds may still be on its way to the copies.
 *
 * @param ends when no further get may begin: copies need not agree on writes in progress while their first server is stopped
 */
async function readMeanwhile(
  sim: Simulation,
  name: string,
  { ck, key, ends }: { readonly ck: RecordedClerk; readonly key: string; readonly ends: () => boolean },
): Promise<void> {
  await sim.sleep(sim.world.upTo(`${name} is read after`, 20) / 10);
  for (let i = 0; i < READS_MEANWHILE && !ends(); i++) await ck.get(key);
}

/**
 * Reads every key that a replica which is up holds, and looks for what was appended to it before servers stopped, and for what
 * somebody had read in it: "every operation that completed before it stopped can be read", and "what a get had returned".
 * Resolves to what it has found, by key.
 */
async function readWhileStopped(
  sim: Simulation,
  kv: KVCluster,
  { servers, keys, stopped, name, answered, machine }: StoppedRound,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const reader = kv.clerk(`${WHILE_STOPPED}-${name.replace("round/", "")}`, machine);
  const names = stopped.map((me) => `server-${String(me)}`).join(" and ");
  for (const key of keys) {
    const up = Array.from({ length: servers }, (_, me) => me).filter(
      (me) => !stopped.includes(me) && kv.holds(me, key),
    );
    if (up.length === 0 || mayWait(kv, key, stopped, servers) || !sim.world.has(`${name} reads ${key}`, 0.8))
      continue;
    const what = `get("${key}"), of which server-${String(up[0])} has a copy, while ${names} stood still,`;
    const value = await expectInTime(sim, what, LONG_MS, reader.get(key));
    found.set(key, value);
    for (const { client, input, output = "" } of answered) {
      if (input.key !== key) continue;
      // Nobody puts here: a key only grows, and an append resolves to what it has found.
      if (!value.startsWith(output))
        sim.fail(`what ${client}'s ${input.op}("${key}") had found was not there when ${names} stood still`, {
          expected: `a value that begins with ${showValue(output)}: it was returned before ${names} stopped`,
          got: showValue(value),
        });
      if (input.op !== "append") continue;
      const count = value.split(input.arg).length - 1;
      if (count === 1) continue;
      const append = `${client}'s append of ${JSON.stringify(input.arg)}`;
      sim.fail(count === 0 ? `${append} was lost` : `${append} is there ${String(count)} times`, {
        expected: `${JSON.stringify(input.arg)} once in key ${key}: it was acknowledged before ${names} stopped`,
        got: showValue(value),
      });
    }
  }
  return found;
}

/**
 * "Once all servers are up, what such a get has found stays found": also right after they are back, when the writes that were
 * in progress go on.
 */
async function expectStillFound(
  sim: Simulation,
  kv: KVCluster,
  name: string,
  found: ReadonlyMap<string, string>,
): Promise<void> {
  const observe = kv.observer(`observer-${name.replace("round/", "")}`);
  for (const [key, before] of found) {
    const what = `get("${key}") right after all servers were up again`;
    const value = await expectInTime(sim, what, LONG_MS, observe(key));
    if (!value.startsWith(before))
      sim.fail(
        `what a get of key "${key}" had found while servers stood still was gone when they were back`,
        {
          expected: `a value that begins with ${showValue(before)}`,
          got: showValue(value),
        },
      );
  }
}

/**
 * A write that waits for a replica may hold up whatever else the first server of its shard does, while that is up, also as
 * a replica of this key: "behind such a write, whatever else the first server of its shard is asked may wait, too".
 */
function mayWait(kv: KVCluster, key: string, stopped: readonly number[], servers: number): boolean {
  return kv.history.some(({ input, output }) => {
    const first = Number(input.key) % servers;
    return output === undefined && !stopped.includes(first) && kv.holds(first, key);
  });
}
