import { Pace, worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { token } from "./expectations";
import type { KVCluster, RecordedClerk } from "./harness";

/** What the clients of a world do. */
export interface WorldClients {
  readonly clerks: readonly RecordedClerk[];
  /** Lets a client do all its operations, one after the other. */
  readonly work: (client: number) => Promise<void>;
}

/** How many clients there are at most where there is no crowd. */
const SOME = 6;

/** What clients do: a world is of one kind, so that some worlds only append and some only put. */
const MIXES = [
  ["append"],
  ["append", "get"],
  ["append", "get", "get", "get"],
  ["put", "get"],
  ["append", "put", "get"],
] as const;

/**
 * Draws clients and what they do. "Calls by different clients may overlap; one clerk makes one call at a time."
 *
 * @param most clients and operations of all of them; `paces` as in Pace
 */
export function worldClients(
  sim: Simulation,
  kv: KVCluster,
  keys: readonly string[],
  most: { clients: number; operations: number; pauseMs: number; paces?: readonly number[] },
): WorldClients {
  const { world } = sim;
  const isCrowd = most.clients > SOME && world.has("crowd", 0.1);
  // Half of the crowds are large: whoever keeps only so much forgets somebody there.
  const few = isCrowd && world.has("large crowd") ? Math.floor(most.clients * 0.7) : SOME;
  const count = isCrowd
    ? world.between("many clients", few, most.clients)
    : world.between("clients", 1, Math.min(SOME, most.clients));
  const each = world.between("operations", 1, Math.max(1, Math.min(8, Math.floor(most.operations / count))));
  const mix = isCrowd && world.has("all of the crowd append") ? MIXES[0] : world.pick("mix", MIXES);
  // "A machine may run several clerks."
  const shares = !isCrowd && world.has("clerks share a machine", 0.15);
  const clerks = Array.from({ length: count }, (_, client) =>
    kv.clerk(`clerk-${String(client)}`, shares ? "machine" : undefined),
  );
  if (shares && count > 1) world.describe("all clerks are on one machine");
  const values = valuesOf(sim, isCrowd);
  const pace = new Pace(sim, isCrowd ? 5 : most.pauseMs, most.paces);
  const work = async (client: number): Promise<void> => {
    const ck = clerks[client] as RecordedClerk;
    for (let i = 0; i < each; i++) {
      const name = `clerk-${String(client)}/${String(i + 1)}`;
      await pace.pause(name);
      const key = world.pick(`${name} key`, keys);
      const value = values(client, i, name);
      const kind = world.pick(`${name} kind`, mix);
      if (kind === "append") await ck.append(key, value);
      else if (kind === "put") await ck.put(key, value);
      else await ck.get(key);
    }
  };
  return { clerks, work };
}

/** What programs put between two texts that they join, and look for when they take them apart again. */
const SEPARATORS = ":,;|/#=&_-\t\n\0\"'\\";

/**
 * What is written: texts that all differ, so that each write can be told from the others; or, in some worlds, few texts
 * again and again. "Keys and values can be any strings." What a crowd appends all differs: else nobody can tell in time in
 * which order it did.
 */
function valuesOf(sim: Simulation, isCrowd: boolean): (client: number, i: number, name: string) => string {
  const { world } = sim;
  if (isCrowd || !world.has("values come again", 0.25)) {
    const end = world.has("values with separators", 0.3) ? SEPARATORS : "";
    return (client, i) => token(client, i) + end;
  }
  const values = worldTexts(world, "values", 3, [""]);
  return (_client, _i, name) => world.pick(`${name} value`, values);
}
