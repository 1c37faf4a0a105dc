import { kvModel } from "checker";
import { linearizable } from "harness";
import { Violation, type Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { Cluster } from "./harness";
import type { GetOutcome, SetOutcome } from "../../types";
import type { TimedSetOutcome } from "./outcomes";

/** How long followers may need until they hold what the leader holds, when nothing hinders them, virtual ms. */
export const CONVERGE_MS = 30_000;
/** How often they are looked at, and how long what they hold must stay. */
const LOOK_MS = 250;
const STAY_MS = 1_500;
/** How often nobody looks until the time is over. */
const QUIET_CHANCE = 0.2;
/** Between two looks whether a follower goes back, virtual ms. */
const WATCH_MS = 15;

/** Fails unless the write ended in this way; `what` says whose it is. Returns how many followers confirmed. */
export function expectSet(
  what: string,
  got: TimedSetOutcome,
  ...kinds: readonly SetOutcome["kind"][]
): number {
  if (!kinds.includes(got.kind))
    throw new Violation(`${what} ended in a wrong way`, {
      expected: kinds.join(" or "),
      got: got.kind === "refused" ? `refused: ${got.error}` : `${got.kind}${inWords(got)}`,
    });
  return "replicas" in got ? got.replicas : 0;
}

function inWords({ tooSoon }: TimedSetOutcome): string {
  if (tooSoon === undefined) return "";
  const { tookMs, quorumTimeoutMs } = tooSoon;
  return ` after ${tookMs.toFixed(0)} ms, although quorumTimeoutMs is ${String(quorumTimeoutMs)}`;
}

/** Fails unless the read found this value; undefined: that the key is missing. */
export function expectGet(what: string, got: GetOutcome, value: string | undefined): void {
  const found = got.kind === "value" ? showValue(got.value) : got.kind;
  const expected = value === undefined ? "no-key" : showValue(value);
  if (found !== expected) throw new Violation(`${what} found something else`, { expected, got: found });
}

/**
 * Fails unless every node comes to hold what the leader holds, and stays so. Now and then nobody looks before the time
 * is over: nodes that tell each other only when they are asked would pass otherwise.
 *
 * @param since when the time began to count
 */
export async function expectSameEverywhere(
  sim: Simulation,
  kv: Cluster,
  after: string,
  since = sim.now,
): Promise<void> {
  if (sim.random(`looks ${after}`).chance(QUIET_CHANCE)) await sim.sleep(CONVERGE_MS);
  let different = await firstDifference(kv);
  while (different !== undefined && sim.now - since < CONVERGE_MS) {
    await sim.sleep(LOOK_MS);
    different = await firstDifference(kv);
  }
  if (different === undefined) {
    await sim.sleep(STAY_MS);
    const later = await firstDifference(kv);
    if (later === undefined) return;
    different = { ...later, when: "held the same as the leader, and then something else" };
  }
  const { node, key, expected, got, when } = different;
  const sent = sim.network.calls({ from: kv.nameOf(0), to: kv.nameOf(node) }).calls;
  const unsent = sent === 0 ? `, and ${kv.nameOf(0)} has sent it no message at all` : "";
  throw new Violation(`${kv.nameOf(node)} ${when} for the key ${showValue(key)}, ${after}`, {
    expected: `what the leader holds: ${expected === undefined ? "no such key" : showValue(expected)}`,
    got: `${got === undefined ? "no such key" : showValue(got)}${unsent}`,
    about: { text: JSON.stringify(key), untilMs: sim.now },
  });
}

/**
 * Looks at followers until the work is over, and fails when one of them goes back to an older value, or to none.
 * Values end with a number that grows with each write of the key.
 */
export async function watchOrder(
  sim: Simulation,
  kv: Cluster,
  watched: { readonly followers: readonly number[]; readonly keys: readonly string[] },
  work: { over: boolean },
): Promise<void> {
  const newest = new Map<string, number>();
  while (!work.over) {
    await sim.sleep(WATCH_MS);
    for (const follower of watched.followers) {
      for (const key of watched.keys) {
        const value = await kv.held(follower, key);
        const held = value === undefined ? -1 : Number(/\d+$/.exec(value)?.[0]);
        const name = `${kv.nameOf(follower)} ${key}`;
        const before = newest.get(name) ?? -1;
        if (held < before)
          sim.fail(`${kv.nameOf(follower)} went back to an older value of ${showValue(key)}`, {
            expected: `${String(before)} or a newer one`,
            got: value === undefined ? "no such key" : held,
          });
        newest.set(name, held);
      }
    }
  }
}

interface Difference {
  readonly node: number;
  readonly key: string;
  readonly expected: string | undefined;
  readonly got: string | undefined;
  readonly when: string;
}

async function firstDifference(kv: Cluster): Promise<Difference | undefined> {
  const leader = new Map(Object.entries(await kv.contents(0)));
  for (const node of kv.followers) {
    const held = new Map(Object.entries(await kv.contents(node)));
    for (const key of new Set([...leader.keys(), ...held.keys()])) {
      const [expected, got] = [leader.get(key), held.get(key)];
      const when = `does not hold what the leader holds after ${String(CONVERGE_MS / 1000)} s`;
      if (expected !== got) return { node, key, expected, got, when };
    }
  }
  return undefined;
}

/** The leader as a store, in this lab's words: "set" in place of "put". */
const leaderModel: typeof kvModel = {
  ...kvModel,
  describeOperation: (input, output) => kvModel.describeOperation(input, output).replace(/^put/, "set"),
};

/** Fails unless one order of the writes explains every read at the leader. */
export const expectLinearizable = linearizable(leaderModel, { about: ({ key }) => JSON.stringify(key) });
