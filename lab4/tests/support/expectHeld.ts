import type { Simulation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import { CONVERGE_MS } from "./expectations";
import type { Cluster } from "./harness";

const LOOK_MS = 100;

/** Fails unless a node comes to hold exactly what was written; the leader has it at once. */
export async function expectHeld(
  sim: Simulation,
  kv: Cluster,
  { node, written }: { readonly node: number; readonly written: ReadonlyMap<string, string> },
): Promise<void> {
  const until = node === 0 ? sim.now : sim.now + CONVERGE_MS;
  for (;;) {
    const held = new Map(Object.entries(await kv.contents(node)));
    const key = [...new Set([...written.keys(), ...held.keys()])].find(
      (each) => held.get(each) !== written.get(each),
    );
    if (key === undefined) return;
    if (sim.now >= until)
      sim.fail(`${kv.nameOf(node)} does not hold what was written to the key ${showValue(key)}`, {
        expected: show(written.get(key)),
        got: show(held.get(key)),
      });
    await sim.sleep(LOOK_MS);
  }
}

function show(value: string | undefined): string {
  return value === undefined ? "no such key" : showValue(value);
}
