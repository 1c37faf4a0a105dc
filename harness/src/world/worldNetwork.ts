import type { NetworkOptions, World } from "labrpc/simulation";

/** How bad the network of a world may be: what the lab's handout promises, and no worse. */
export interface WorldNetwork {
  /** Chances of a request's loss, and of a reply's, the best first. */
  readonly losses: readonly number[];
  /** Longest ways of a request, virtual ms, the shortest first. */
  readonly delaysMs: readonly number[];
  /** Between which times single messages are late, virtual ms. */
  readonly latesMs: readonly (readonly [number, number])[];
  /** How long after a request its copy may arrive, virtual ms; none: no request arrives twice. */
  readonly copiesMs: readonly (readonly [number, number])[];
}

/** Draws a network: each kind of trouble is there or not, so that rare combinations happen. */
export function worldNetwork(world: World, may: WorldNetwork): NetworkOptions {
  const options: NetworkOptions = {};
  const lose = (what: "requestLoss" | "replyLoss", name: string): void => {
    if (may.losses.length === 0 || !world.has(`lost ${name}`)) return;
    options[what] = world.pick(`${name} lost`, may.losses);
    world.describe(`${String(Math.round(options[what] * 100))} % of ${name} lost`);
  };
  lose("requestLoss", "requests");
  lose("replyLoss", "replies");
  if (may.delaysMs.length > 0 && world.has("slow requests"))
    options.delayMs = [0, world.pick("requests take", may.delaysMs)];
  if (may.latesMs.length > 0 && world.has("late messages", 0.3)) {
    options.late = world.pick("late", [0.02, 0.1]);
    options.lateMs = world.pick("late by", may.latesMs);
  }
  if (may.copiesMs.length > 0 && world.has("copies", 0.4)) {
    options.duplicate = world.pick("copied", [0.05, 0.3, 1]);
    options.duplicateDelayMs = world.pick("copies after", may.copiesMs);
  }
  return options;
}
