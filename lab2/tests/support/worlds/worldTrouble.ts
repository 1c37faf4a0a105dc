import { mendNetwork, worldNetwork, type WorldNetwork } from "harness";
import type { Simulation } from "labrpc/simulation";

/** How bad the network of a world may get. */
export interface WorldTrouble {
  readonly network: WorldNetwork;
  /** How long a machine may be cut off, virtual ms, the shortest first. */
  readonly cutsMs: readonly number[];
  /** Chance that some are. Default: 0.4. */
  readonly cutChance?: number;
}

/** What the world has of it. */
export interface Trouble {
  /** When a message may still arrive that was sent when the world came to its end, virtual ms after that. */
  readonly lateMs: number;
  /** Lets the network lose nothing any more, and no machine be cut off. */
  mend(): void;
}

/** "A late one may arrive after its retry", by how much is not said; and "the network never duplicates a request". */
export const LOSSY: WorldNetwork = {
  losses: [0.1, 0.3, 0.5],
  delaysMs: [1, 26, 200, 900],
  latesMs: [
    [27, 900],
    [1_000, 5_000],
    [1_000, 90_000],
  ],
  copiesMs: [],
};

const TIMEOUT_MS = 1_000;

/** Draws the network of a world, and cuts machines off: a partition, or messages are lost in one direction only. */
export function worldTrouble(sim: Simulation, may: WorldTrouble, machines: readonly string[]): Trouble {
  const { world, network } = sim;
  if (!world.has("trouble", 0.75)) return { lateMs: 0, mend: () => undefined };
  const options = worldNetwork(world, may.network);
  if (options.late !== undefined && world.has("many late messages", 0.4)) options.late = 0.4;
  // "A call without a reply rejects after 1,000 ms", or 100 ms.
  if (world.has("short time-outs", 0.2)) options.timeoutMs = 100;
  // Handlers may wait: then two copies of a request are there at the same time.
  if (world.has("requests arrive with their first retries", 0.2)) {
    options.late = 0.5;
    options.lateMs = [(options.timeoutMs ?? TIMEOUT_MS) + 5, (options.timeoutMs ?? TIMEOUT_MS) + 11];
  }
  if (world.has("all messages take the same time", 0.1)) {
    options.delayMs = [1, 1];
    options.replyDelayMs = [1, 1];
  }
  network.set(options);
  if (world.has("time-outs differ by link", 0.15))
    for (const host of machines)
      network.timeout(host, "server", world.pick(`${host} waits`, [TIMEOUT_MS, 100, 400, 5_000]));
  let isMended = false;
  const cuts =
    machines.length > 0 && world.has("cuts", may.cutChance ?? 0.4)
      ? world.between("number of cuts", 1, 3)
      : 0;
  for (let i = 1; i <= cuts; i++) void cutOff(sim, may, machines, `cut/${String(i)}`, () => isMended);
  return {
    lateMs: Math.max(options.delayMs?.[1] ?? 0, options.lateMs?.[1] ?? 0),
    mend: () => {
      isMended = true;
      mendNetwork(sim);
    },
  };
}

async function cutOff(
  sim: Simulation,
  { cutsMs }: WorldTrouble,
  machines: readonly string[],
  name: string,
  isMended: () => boolean,
): Promise<void> {
  const { world, network } = sim;
  const who = world.has(`${name} of all`, 0.15) ? machines : [world.pick(`${name} of`, machines)];
  const kind = world.pick(`${name} kind`, ["both ways", "replies", "requests", "replies"] as const);
  const lasting = world.pick(`${name} lasts`, cutsMs);
  await sim.sleep(world.upTo(`${name} after`, 100) * world.pick(`${name} scale`, [0.1, 0.1, 1, 30]));
  if (isMended()) return;
  for (const host of who) {
    if (kind !== "replies") network.block(host, "server");
    if (kind !== "requests") network.block("server", host);
  }
  await sim.sleep(lasting);
  for (const host of who) {
    network.unblock(host, "server");
    network.unblock("server", host);
  }
}
