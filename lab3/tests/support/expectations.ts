import {
  checkCausal,
  checkEventual,
  checkSequential,
  explainNotSequential,
  type History,
  type KVInput,
} from "checker";
import { linearizable } from "harness";
import { SEQUENTIAL_STEPS, storeModel } from "./storeModel";
import { Violation, type ShownHistory, type Simulation } from "labrpc/simulation";
import { expectValue, showValue } from "labrpc/testing";
import { TAKEN_MS, type KVOperation, type StoreCluster } from "./harness";

/** How long servers may need to tell each other everything, when nothing hinders them, virtual ms. */
export const QUIET_MS = 5_000;

/** Fails unless one order of all calls, which keeps real time, explains every answer. */
export const expectLinearizable = linearizable(storeModel, { about: ({ key }) => JSON.stringify(key) });

/** Fails unless one order of all calls, which keeps the order of each client, explains every answer. */
export function expectSequential(history: readonly KVOperation[]): void {
  const verdict = checkSequential(storeModel, history, { steps: SEQUENTIAL_STEPS });
  if (verdict.kind === "sequential") return;
  if (verdict.kind === "unknown") throw new Violation(`the history could not be checked: ${verdict.reason}`);
  throw new Violation("not sequentially consistent: no one order of the calls is what every client saw", {
    restsOn: "history",
    explain: () => {
      const { message, expected, got, reasons, core } = explainNotSequential(storeModel, verdict);
      return { message, expected, got, history: viewOf(history, core, reasons) };
    },
  });
}

/** Fails unless each client saw the writes in an order that keeps what is caused behind its causes. */
export function expectCausal(history: readonly KVOperation[]): void {
  const verdict = checkCausal(storeModel, history);
  if (verdict.kind === "causal") return;
  if (verdict.kind === "unknown") throw new Violation(`the history could not be checked: ${verdict.reason}`);
  const { reason, operations } = verdict;
  throw new Violation("not causally consistent: an answer is against the order of causes", {
    restsOn: "history",
    expected: "an effect is never seen without its cause",
    got: reason,
    history: viewOf(history, operations, [reason]),
  });
}

/** Fails unless all servers answer the same for these keys: the last write, by timestamp, server and value. */
export async function expectConverged(kv: StoreCluster, keys: readonly string[]): Promise<void> {
  const writes = [];
  for (const server of kv.servers) {
    for (const { kind, message } of await kv.bus(server)) {
      const { timestamp, id, type, key, value, ack } = message;
      if (kind === "published" && type === "set" && ack === 0)
        writes.push({ key, value, stamp: [timestamp, id, value], client: kv.nameOf(server) });
    }
  }
  const replicas: Record<string, Record<string, string>> = {};
  for (const server of kv.servers) {
    const held = await Promise.all(keys.map(async (key) => [key, await kv.read(server, key)] as const));
    replicas[kv.nameOf(server)] = Object.fromEntries(held.filter(([, value]) => value !== ""));
  }
  const verdict = checkEventual({ replicas, writes });
  if (verdict.kind === "converged") return;
  if (verdict.kind === "unknown") throw new Violation(`cannot be checked: ${verdict.reason}`);
  // Of a write that nobody was told of, the others cannot hold anything.
  for (const { input, returned } of kv.history) {
    if (input.op !== "put" || returned === Infinity) continue;
    if (writes.some(({ key, value }) => key === input.key && value === input.value)) continue;
    throw new Violation("no message of a client's write was published", {
      expected: `set ${showValue(input.key)} = ${showValue(input.value)}, with ack: 0`,
      got: "none",
    });
  }
  const [first] = verdict.differences;
  throw new Violation(`not converged: ${first?.reason ?? "servers hold different values"}`, {
    expected: `${showValue(first?.expected)} at every server, for ${showValue(first?.key)}`,
    got: `${showValue(first?.got)} at ${first?.replica ?? "one"}`,
  });
}

/** Fails when two servers have shown the values of a key in different orders. */
export function expectOneOrder(key: string, seen: ReadonlyMap<string, readonly string[]>): void {
  for (const [one, first] of seen) {
    for (const [other, second] of seen) {
      const common = first.filter((value) => second.includes(value));
      for (const [i, value] of common.entries()) {
        const next = common[i + 1];
        if (next === undefined || second.indexOf(value) < second.indexOf(next)) continue;
        throw new Violation(`two servers applied the writes of ${showValue(key)} in different orders`, {
          expected: `${showValue(value)} before ${showValue(next)}, as at ${one}`,
          got: `${showValue(next)} before ${showValue(value)} at ${other}`,
        });
      }
    }
  }
}

/**
 * Fails unless each message of a server is stamped behind what the server sent before, what it acknowledges, and what
 * it had received so long before that it must have taken it from an inbox.
 */
export async function expectLamportClock(kv: StoreCluster, server: number): Promise<void> {
  const name = kv.nameOf(server);
  const log = await kv.bus(server);
  const received = log.filter(({ kind }) => kind === "received");
  let taken = 0;
  let latest = -Infinity;
  let cause = "";
  const learn = (timestamp: number, why: string): void => {
    if (timestamp <= latest) return;
    latest = timestamp;
    cause = why;
  };
  for (const { at, message } of log.filter(({ kind }) => kind === "published")) {
    const { timestamp, id, ack, of } = message;
    if (id !== server)
      throw new Violation(`${name} published a message with the number of another server`, {
        expected: `id: ${String(server)}`,
        got: `id: ${String(id)}`,
      });
    if (typeof timestamp !== "number")
      throw new Violation(`${name} published a message whose timestamp is not a number`, {
        expected: "a number",
        got: timestamp,
      });
    for (let next = received[taken]; next !== undefined && next.at + TAKEN_MS < at; next = received[++taken])
      learn(next.message.timestamp, `a message of ${kv.nameOf(next.message.id)} had that had come`);
    if (ack === 1 && typeof of?.timestamp === "number")
      learn(of.timestamp, "the operation had that it acknowledges");
    if (!(timestamp > latest))
      throw new Violation(`${name} published a message that is stamped before what caused it`, {
        expected: cause === "" ? "a number" : `a timestamp above ${String(latest)}, as ${cause}`,
        got: timestamp,
      });
    learn(timestamp, "the message before had");
  }
}

/** Fails if an acknowledgement names an operation, in `of`, that no server has published. */
export async function expectAcknowledgedOperations(kv: StoreCluster): Promise<void> {
  const logs = await Promise.all(kv.servers.map((server) => kv.bus(server)));
  const published = logs.map((log) =>
    log.flatMap(({ kind, message }) => (kind === "published" ? [message] : [])),
  );
  const operations = published.flat().filter(({ ack }) => ack === 0);
  const isOperation = (timestamp: number, id: number): boolean =>
    operations.some((message) => message.timestamp === timestamp && message.id === id);
  for (const [server, messages] of published.entries())
    for (const { ack, of } of messages)
      if (ack === 1 && of !== undefined && !isOperation(of.timestamp, of.id))
        throw new Violation(`${kv.nameOf(server)} acknowledged an operation that nobody published`, {
          expected: "the timestamp and the id of an operation, as of",
          got: JSON.stringify({ timestamp: of.timestamp, id: of.id }),
        });
}

/** Fails unless the servers have published each write of a client once, as an operation with its key and its value. */
export async function expectOperations(kv: StoreCluster): Promise<void> {
  const operations: string[] = [];
  for (const server of kv.servers) {
    for (const { kind, message } of await kv.bus(server)) {
      const { type, key, value, ack } = message;
      if (kind === "published" && ack === 0) operations.push(`${type} ${key} = ${value}`);
    }
  }
  const writes = kv.history.flatMap(({ input }) =>
    input.op === "put" ? [`set ${input.key} = ${input.value}`] : [],
  );
  expectValue("what was published with ack: 0", operations.sort().join("; "), writes.sort().join("; "));
}

/** Runs a call and returns how long it took, virtual ms. */
export async function timed(sim: Simulation, run: () => Promise<unknown>): Promise<number> {
  const started = sim.now;
  await run();
  return sim.now - started;
}

/** What a picture shows of a history that is not as the level wants it: the operations that cannot all be explained. */
function viewOf(
  history: readonly KVOperation[],
  core: History<KVInput, string>,
  reasons: readonly string[],
): ShownHistory {
  const words = ({ client, input, output }: KVOperation): string =>
    `${client} ${storeModel.describeOperation(input, output)}`;
  const blamed = new Set(core.map(words));
  return {
    reasons: [...reasons],
    operations: history.map((operation) => {
      const { client, input, output, called, returned } = operation;
      return {
        client,
        text: storeModel.describeOperation(input, output),
        called,
        returned: returned === Infinity ? null : returned,
        effect: null,
        status: blamed.has(words(operation)) ? "impossible" : "unknown",
      };
    }),
  };
}
