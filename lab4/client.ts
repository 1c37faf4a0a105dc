import { NotImplemented, type ClientEnd } from "labrpc";
import type { GetOutcome, KVService, SetOutcome } from "./types";

/** Talks to the nodes for one client. */
export class Clerk {
  /** @param nodes an end for each node; number 0 is the leader, the others are followers */
  constructor(readonly nodes: readonly ClientEnd<KVService>[]) {}

  /** Writes at the leader. */
  set(key: string, value: string): Promise<SetOutcome> {
    throw new NotImplemented(`Clerk.set(${key}, ${String(value.length)} characters)`);
  }

  /**
   * Reads at one node, and at the others when it does not answer.
   *
   * @param node the number of the node to ask first; left out, take any
   */
  get(key: string, node?: number): Promise<GetOutcome> {
    throw new NotImplemented(`Clerk.get(${key}, ${String(node)})`);
  }
}
