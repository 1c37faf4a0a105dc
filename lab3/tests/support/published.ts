import { Violation } from "labrpc/simulation";
import type { BusEvent } from "../../given/Replica";
import type { BusMessage } from "../../types";
import type { KVOperation, StoreCluster } from "./harness";

/** What every server has published and received, by its number. */
export type BusLogs = readonly (readonly BusEvent[])[];

export function busLogs(kv: StoreCluster): Promise<BusLogs> {
  return Promise.all(kv.servers.map((server) => kv.bus(server)));
}

/** Who comes first in the order that all servers agree on. */
export function compareStamps(one: BusMessage, other: BusMessage): number {
  return one.timestamp - other.timestamp || one.id - other.id;
}

/** The operations of one type that all servers have published, in the order of their timestamps. */
export function operationsOf(logs: BusLogs, type: BusMessage["type"]): BusMessage[] {
  return logs
    .flatMap((log) =>
      log.flatMap(({ kind, message }) =>
        kind === "published" && message.ack === 0 && message.type === type ? [message] : [],
      ),
    )
    .sort(compareStamps);
}

/**
 * Fails unless the servers have published what the level needs and nothing else: each operation once, with the fields of
 * the contract, and acknowledgements of the one order; see "what consistency costs".
 *
 * @param calls of clients; all have returned
 */
export function expectPublished(kv: StoreCluster, logs: BusLogs, calls: readonly KVOperation[]): void {
  const isOrdered = kv.level === "linearizable" || kv.level === "sequential";
  let operations = 0;
  const open = new Map<string, number>();
  for (const { input } of calls) {
    if (input.op === "get" && kv.level !== "linearizable") continue;
    const name = nameOf(input.op === "put" ? "set" : "get", input.key, input.op === "put" ? input.value : "");
    open.set(name, (open.get(name) ?? 0) + 1);
    operations += 1;
  }
  for (const [server, log] of logs.entries()) {
    const published = log.flatMap(({ kind, message }) => (kind === "published" ? [message] : []));
    expectStamped(kv, server, published);
    for (const { type, key, value } of published.filter(({ ack }) => ack === 0)) {
      const name = nameOf(type, key, value);
      const left = open.get(name) ?? 0;
      if (left === 0)
        throw new Violation(
          `${kv.nameOf(server)} published an operation that no client asked for, or twice`,
          {
            expected: "ack: 0 for each operation of a client, once, with its type, key and value",
            got: name,
          },
        );
      open.set(name, left - 1);
    }
    const acks = published.filter(({ ack }) => ack !== 0).length;
    const most = isOrdered ? operations : 0;
    if (acks > most)
      throw new Violation(`${kv.nameOf(server)} published too many acknowledgements (${kv.level})`, {
        expected: `at most ${String(most)}, for ${String(operations)} operations`,
        got: acks,
      });
  }
  const missing = [...open].find(([, left]) => left > 0);
  if (missing !== undefined)
    throw new Violation("an operation of a client was not published", {
      expected: `${missing[0]}, with ack: 0`,
      got: "none",
    });
}

/** Each message has its sender's number, and a timestamp above that of the message before. */
function expectStamped(kv: StoreCluster, server: number, published: readonly BusMessage[]): void {
  let before = -Infinity;
  for (const { timestamp, id } of published) {
    if (id !== server)
      throw new Violation(`${kv.nameOf(server)} published a message with the number of another server`, {
        expected: `id: ${String(server)}`,
        got: `id: ${String(id)}`,
      });
    if (typeof timestamp !== "number" || !(timestamp > before))
      throw new Violation(`${kv.nameOf(server)} published a message whose timestamp did not grow`, {
        expected: before === -Infinity ? "a number" : `a number above ${String(before)}`,
        got: timestamp,
      });
    before = timestamp;
  }
}

/** "Take messages in the order in which they arrived, and each within 5 ms of virtual time." */
const TAKEN_MS = 5;
/** Times are sums of thousandths. */
const HARDLY_ANY_MS = 0.01;

/**
 * Fails unless what a server published is stamped after all that it had received more than 5 ms before: by then it has taken
 * those messages, and each has pushed its clock.
 */
export function expectClocks(kv: StoreCluster, logs: BusLogs): void {
  for (const [server, log] of logs.entries()) {
    const received = log.filter(({ kind }) => kind === "received");
    let [taken, latest] = [0, -Infinity];
    for (const { kind, at, message } of log) {
      if (kind !== "published") continue;
      for (; ; taken++) {
        const next = received[taken];
        if (next === undefined || next.at >= at - TAKEN_MS - HARDLY_ANY_MS) break;
        latest = Math.max(latest, next.message.timestamp);
      }
      if (message.timestamp <= latest)
        throw new Violation(
          `${kv.nameOf(server)} published a message that is stamped before what it had received more than ${String(TAKEN_MS)} ms earlier`,
          { expected: `a timestamp above ${String(latest)}`, got: message.timestamp },
        );
    }
  }
}

function nameOf(type: string, key: string, value: string): string {
  return `${type} ${JSON.stringify(key)}${type === "set" ? ` = ${JSON.stringify(value)}` : ""}`;
}
