import { Violation } from "labrpc/simulation";
import type { CallAt } from "./expectExecuted";
import type { StoreCluster } from "./harness";
import type { BusLogs } from "./published";

/** "Take messages in the order in which they arrived, and each within 5 ms of virtual time." */
const TAKEN_MS = 5;

/**
 * Fails unless servers execute an operation as soon as they may: a call has returned soon after the last message has come
 * that its server received.
 *
 * @param calls that take a place in the order; all have returned
 * @param logs of a moment when all messages have arrived
 * @param replyMs how long the reply to a client may be under way, virtual ms
 */
export function expectPrompt(
  kv: StoreCluster,
  logs: BusLogs,
  calls: readonly CallAt[],
  replyMs: (client: string) => number,
): void {
  for (const { server, operation } of calls) {
    const last = logs[server]?.findLast(({ kind }) => kind === "received");
    if (last === undefined) continue;
    const { client, input, returned } = operation;
    const latest = last.at + TAKEN_MS + replyMs(client);
    if (returned > latest)
      throw new Violation(
        `${client}'s ${input.op === "put" ? "set" : "get"}(${JSON.stringify(input.key)}) had all that it waited for, and did not return`,
        {
          expected: `an answer within ${String(TAKEN_MS)} ms of the last message that ${kv.nameOf(server)} received, beside the reply's way`,
          got: `one after ${(returned - last.at).toFixed(1)} ms`,
          restsOn: "waiting",
        },
      );
  }
}
