import { Pace, worldTexts } from "harness";
import type { Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import { getAt } from "../getAt";
import type { Cluster, RecordedClerk } from "../harness";

/** What clients do: a world is of one kind, so that some only write. */
const MIXES = [["set"], ["set", "read"], ["set", "read", "get"], ["set", "set", "get"]] as const;
const MOST = { clients: 6, operations: 6, crowd: true, pauseMs: 61_000 };
const CROWD = 40;

/** Makes a write, and judges its outcome. */
export type MakeWrite = (
  ck: RecordedClerk,
  entry: { readonly key: string; readonly value: string },
) => Promise<void>;

/**
 * Lets clients write and read the same keys at the same time, each one operation after the other.
 *
 * @param options `name` comes before the clerks' names, where a world has several such phases
 */
export async function workOfClients(
  sim: Simulation,
  kv: Cluster,
  keys: readonly string[],
  write: MakeWrite,
  options: { readonly name?: string; readonly most?: typeof MOST } = {},
): Promise<void> {
  const { name = "", most = MOST } = options;
  const { world } = sim;
  const isCrowd = most.crowd && world.has(`${name}crowd`, 0.05);
  const clients = isCrowd
    ? world.between(`${name}many clients`, most.clients, CROWD)
    : world.between(`${name}clients`, 1, most.clients);
  const each = world.between(`${name}operations`, 1, isCrowd ? 1 : most.operations);
  const mix = world.pick(`${name}mix`, MIXES);
  const valueOf = valuesOf(sim, name);
  const pace = new Pace(sim, world.has(`${name}clients may rest`, 0.2) ? most.pauseMs : 1_000);
  await sim.inParallel(clients, async (client) => {
    const who = `${name}clerk-${String(client)}`;
    // "{ success: true, key, value, replicas }": what the answer says besides how many confirmed.
    const clerk = kv.clerk(who);
    const ck = world.has(`${who} writes by HTTP`, 0.25) ? kv.curl(clerk) : clerk;
    for (let i = 1; i <= each; i++) {
      const operation = `${who}/${String(i)}`;
      await pace.pause(operation);
      const key = world.pick(`${operation} key`, keys);
      const kind = world.pick(`${operation} kind`, mix);
      if (kind === "set") await write(ck, { key, value: valueOf(who, i, operation) });
      else if (kind === "read") await kv.readLeader(who, key);
      else await getAnywhere(sim, kv, ck, { key, operation });
    }
  });
}

/** Different values, so that each write can be told from the others; or few, again and again. */
function valuesOf(
  { world }: Simulation,
  name: string,
): (who: string, i: number, operation: string) => string {
  if (!world.has(`${name}values come again`, 0.25))
    return (who, i) => `${who.replace("clerk-", "")}.${String(i)}`;
  // "Writing a value that the key held earlier is still a new write", and a value "may be empty".
  const values = worldTexts(world, `${name}values`, 3, [""]);
  return (_who, _i, operation) => world.pick(`${operation} value`, values);
}

/** "`get(key, node)` asks that node and, if it does not answer, the others. Without `node` it may start anywhere." */
async function getAnywhere(
  sim: Simulation,
  kv: Cluster,
  ck: RecordedClerk,
  { key, operation }: { readonly key: string; readonly operation: string },
): Promise<void> {
  const node = sim.world.upTo(`${operation} node`, kv.nodes.length);
  const got = await (node < kv.nodes.length ? getAt(sim, kv, ck, { key, node }) : ck.get(key));
  const { history } = kv;
  if (got.kind !== "value") return;
  if (history.some(({ input }) => input.op === "put" && input.key === key && input.value === got.value))
    return;
  sim.fail(`${ck.host.name}'s get(${JSON.stringify(key)}) found what nobody has written`, {
    expected: "a value that was written",
    got: showValue(got.value),
  });
}
