import type { Simulation } from "labrpc/simulation";

/**
 * Watches what a host sends from now on. The function that it returns ends that; it says since when a request was late:
 * when the server gave the answer that reached the host last, another request was still on its way. Virtual ms;
 * undefined when none was.
 */
export function watchLateRequest(sim: Simulation, host: string): () => number | undefined {
  const unanswered = new Set<number>();
  const lateAtReply = new Map<number, number>();
  let late: number | undefined;
  const stop = sim.trace.watch(({ kind, host: where, id, at }) => {
    if (kind === "call" && where === host) unanswered.add(id);
    if (kind === "lost-request") unanswered.delete(id);
    if ((kind === "reply" || kind === "throw") && unanswered.delete(id) && unanswered.size > 0)
      lateAtReply.set(id, at);
    if (kind === "return" && where === host) late = lateAtReply.get(id);
  });
  return () => {
    stop();
    return late;
  };
}
