import type { Simulation } from "labrpc/simulation";
import { onMessages } from "labrpc/testing";
import { startKVService } from "../../lab2/tests/support/harness";

/** Lab 2 at a glance: a lock on a clerk on a server. The reply to the first put is lost, and the put is sent again. */
export async function lockOnLossyNetwork(sim: Simulation): Promise<void> {
  const kv = startKVService(sim);
  const workers = ["worker-0", "worker-1"].map((name) => kv.lock(kv.clerk(name), "lock"));
  const [first, second] = workers;
  if (first === undefined || second === undefined) return;
  const lost = onMessages(
    1,
    ({ kind, to, method }) => kind === "reply" && to === "worker-0" && method === "put",
    "lose",
  );
  sim.network.script(lost.script);
  const acquired = first.enter();
  await sim.until(() => lost.seen() > 0, { withinMs: 1_000 });
  const waiting = second.enter();
  await acquired;
  await first.release();
  await waiting;
  await second.release();
}
