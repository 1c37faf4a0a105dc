import { HostCrashed, type Simulation } from "labrpc/simulation";
import { expectBetween, showValue } from "labrpc/testing";
import type { SetOutcome } from "../../../types";
import { expectSet } from "../expectations";
import { LEFT_OUT, type Cluster, type RecordedClerk } from "../harness";
import type { WorldWatch } from "./WorldWatch";
import { WriteOrder } from "../WriteOrder";

/** How a write of a world must end. */
export interface WriteEnding {
  readonly kinds: readonly SetOutcome["kind"][];
  /** Virtual ms. */
  readonly withinMs: number;
}

/** What any write of a world may come to. */
export const ANY_ENDING: WriteEnding = { kinds: ["done", "no-quorum", "maybe"], withinMs: 60_000 };

/** Makes the writes of a world, and judges each at the moment at which it is answered. */
export class WorldWrites {
  readonly order = new WriteOrder();
  readonly #sim: Simulation;
  readonly #kv: Cluster;

  constructor(sim: Simulation, kv: Cluster) {
    this.#sim = sim;
    this.#kv = kv;
  }

  /** @param ending of a write that begins now; it may get worse meanwhile, so it is asked for at the end again */
  async set(
    ck: RecordedClerk,
    entry: { readonly key: string; readonly value: string },
    { ending, watch }: { readonly ending: () => WriteEnding; readonly watch?: WorldWatch },
  ): Promise<SetOutcome> {
    const { key, value } = entry;
    const { now } = this.#sim;
    const livesBefore = this.#kv.followers.map((follower) => watch?.lifeOf(follower));
    const allowedAtFirst = ending();
    const write = this.order.begin(key, value, now);
    const outcome = await ck.set(key, value);
    if (outcome === LEFT_OUT) return outcome;
    const ms = this.#sim.now - now;
    const what = `${ck.host.name}'s write of ${showValue(value)} to ${showValue(key)}`;
    const allowedNow = ending();
    const kinds = [...new Set([...allowedAtFirst.kinds, ...allowedNow.kinds])];
    const replicas = expectSet(what, outcome, ...kinds);
    const most = Math.max(allowedAtFirst.withinMs, allowedNow.withinMs);
    expectBetween(`${what} was not answered in time`, ms, 0, most, "ms");
    if (outcome.kind === "maybe") return outcome;
    write.end = this.#sim.now;
    const { writeQuorum, followers } = this.#kv;
    if (outcome.kind === "no-quorum") {
      expectBetween(
        `\`replicas\` of ${what}, which found no quorum, is wrong`,
        replicas,
        0,
        writeQuorum - 1,
        "replicas",
      );
      return outcome;
    }
    let holding = 0;
    for (const [i, follower] of followers.entries()) {
      const hasCrashed = watch !== undefined && watch.lifeOf(follower) !== livesBefore[i];
      if (hasCrashed || (await this.#holds(follower, key, value))) holding += 1;
    }
    const holders = `${what} was answered, but too few followers hold it`;
    expectBetween(holders, holding, writeQuorum, followers.length, "followers");
    const counted = `\`replicas\` of ${what} is not how many followers hold it`;
    expectBetween(counted, replicas, writeQuorum, holding, "replicas");
    return outcome;
  }

  /** Whether a node holds this value, or one that may be newer. */
  async #holds(node: number, key: string, value: string): Promise<boolean> {
    try {
      const held = await this.#kv.held(node, key);
      return held !== undefined && !this.order.isOlder(key, held, value);
    } catch (error) {
      if (error instanceof HostCrashed) return true;
      throw error;
    }
  }
}
