import type { Simulation } from "labrpc/simulation";

/**
 * Watches what a host sends from now on. The function that it returns ends that; it says since when a request was late:
 * when the server gave the answer that reached the host last, another request might still be executed. Virtual ms;
 * undefined when none might. Requests that were lost, or that a host which is cut off has swallowed, are not late.
 */
export function watchLateRequest(sim: Simulation, host: string): () => number | undefined {
  const sent = new Set<number>();
  /** Those of them that might still be executed when that was last looked at. */
  const open = new Set<number>();
  const lateAtReply = new Map<number, number>();
  let late: number | undefined;
  const stop = sim.trace.watch(({ kind, host: where, id, at }) => {
    if (kind === "call" && where === host) {
      sent.add(id);
      open.add(id);
    }
    // A copy of the one that is answered comes as late as any other.
    const isAnswer = (kind === "reply" || kind === "throw") && sent.has(id);
    if (isAnswer && !lateAtReply.has(id)) {
      for (const one of open) if (!sim.network.mayBeExecuted(one)) open.delete(one);
      if (open.size > 0) lateAtReply.set(id, at);
    }
    if (kind === "return" && where === host) late = lateAtReply.get(id);
  });
  return () => {
    stop();
    return late;
  };
}
