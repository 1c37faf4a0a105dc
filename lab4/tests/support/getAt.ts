import type { Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { GetOutcome } from "../../types";
import type { Cluster, RecordedClerk } from "./harness";

/**
 * A clerk's get, which must ask the node that it names: "Each call starts at that node, whichever answered the previous
 * call." A clerk that passes over a node finds the same as that one would have told, as long as all hold the same.
 */
export async function getAt(
  sim: Simulation,
  kv: Cluster,
  ck: RecordedClerk,
  { key, node }: { readonly key: string; readonly node: number },
): Promise<GetOutcome> {
  const from = ck.host.name;
  const count = (): number[] =>
    kv.nodes.map((each) => sim.network.calls({ from, to: kv.nameOf(each) }).calls);
  const before = count();
  const got = await ck.get(key, node);
  const after = count();
  const asked = kv.nodes.filter((_, i) => (after[i] ?? 0) > (before[i] ?? 0));
  if (!asked.includes(node))
    sim.fail(`${from}'s get(${showValue(key)}, ${String(node)}) did not ask ${kv.nameOf(node)}`, {
      expected: `${kv.nameOf(node)} first, and others only if it does not answer`,
      got: asked.map((each) => kv.nameOf(each)).join(", ") || "nobody",
    });
  return got;
}
