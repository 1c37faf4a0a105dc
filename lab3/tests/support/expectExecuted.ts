import { isBefore } from "checker";
import { Violation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { BusMessage } from "../../types";
import type { KVOperation, StoreCluster } from "./harness";
import { compareStamps, type BusLogs } from "./published";

/** A call of a client, or a look of the test, and the server that answered it. */
export interface CallAt {
  readonly server: number;
  readonly operation: KVOperation;
}

/**
 * Fails unless each server can have executed the writes in the order of their timestamps, and answered from what it held
 * then: it goes on and never back, and a write that has returned is executed. Sequential: one order for all keys.
 * Eventual: one for each key, of which a server may leave out any.
 *
 * This decides histories of any size in no time, as the servers themselves say which order it is.
 *
 * @param writes as published, in the order of their timestamps
 */
export function expectExecuted(
  kv: StoreCluster,
  writes: readonly BusMessage[],
  calls: readonly CallAt[],
): void {
  const tracks = new Map<string, CallAt[]>();
  for (const call of calls) {
    const { key } = call.operation.input;
    const track = `${String(call.server)} ${kv.level === "eventual" ? key : ""}`;
    tracks.set(track, [...(tracks.get(track) ?? []), call]);
  }
  for (const own of tracks.values()) {
    const key = own[0]?.operation.input.key;
    const order = kv.level === "eventual" ? writes.filter((write) => write.key === key) : writes;
    expectProgress(kv, order, own);
  }
}

/** Finds for each call how many writes the server had executed at least. */
function expectProgress(kv: StoreCluster, order: readonly BusMessage[], calls: readonly CallAt[]): void {
  const done: { readonly operation: KVOperation; readonly executed: number }[] = [];
  const inOrder = [...calls].sort((a, b) => a.operation.called - b.operation.called);
  for (const { server, operation } of inOrder) {
    const earlier = done.filter((one) => isBefore(one.operation, operation));
    const least = Math.max(0, ...earlier.map(({ executed }) => executed));
    const { input, output, client } = operation;
    if (input.op === "put") {
      const like = order.filter(
        ({ id, key, value }) => id === server && key === input.key && value === input.value,
      );
      const before = earlier.filter(({ operation: { input: other } }) => isSame(input, other)).length;
      const own = order.indexOf(like[before] ?? (like.at(-1) as BusMessage));
      if (operation.output !== undefined) done.push({ operation, executed: Math.max(least, own + 1) });
      continue;
    }
    if (output === undefined) continue;
    const executed = firstWith(order, input.key, output, least);
    if (executed === undefined) {
      const possible = valuesFrom(order, input.key, least);
      throw new Violation(
        `${client} read from ${kv.nameOf(server)} what it cannot hold, if it executes writes in the order of their timestamps`,
        {
          restsOn: "history",
          expected: `for ${showValue(input.key)} one of ${possible.map((value) => showValue(value)).join(", ")}: what it held after all that had returned there, or a later value`,
          got: output,
        },
      );
    }
    done.push({ operation, executed });
  }
}

/** After how many writes, `least` or more, a key has a value. */
function firstWith(
  order: readonly BusMessage[],
  key: string,
  value: string,
  least: number,
): number | undefined {
  if (heldAfter(order, key, least) === value) return least;
  const next = order.findIndex((write, i) => i >= least && write.key === key && write.value === value);
  return next === -1 ? undefined : next + 1;
}

/** What a server holds when it has executed so many writes. */
export function heldAfter(order: readonly BusMessage[], key: string, executed = order.length): string {
  return order.slice(0, executed).findLast((write) => write.key === key)?.value ?? "";
}

function valuesFrom(order: readonly BusMessage[], key: string, least: number): string[] {
  const later = order.slice(least).filter((write) => write.key === key);
  return [...new Set([heldAfter(order, key, least), ...later.map(({ value }) => value)])];
}

function isSame(a: KVOperation["input"], b: KVOperation["input"]): boolean {
  return a.op === b.op && a.key === b.key && (a.op !== "put" || b.op !== "put" || a.value === b.value);
}

/**
 * Fails when a call returned at a server that had not heard of every other one since: "the first operation in the queue
 * is executed when every server has acknowledged it". Any message that is not stamped before it is taken for that.
 *
 * @param calls those that take a place in the order
 */
export function expectAllAcknowledged(kv: StoreCluster, logs: BusLogs, calls: readonly CallAt[]): void {
  for (const [server, log] of logs.entries()) {
    const returned = calls
      .flatMap((call) =>
        call.server === server && call.operation.output !== undefined ? [call.operation] : [],
      )
      .sort((one, other) => one.returned - other.returned);
    const own = log.flatMap(({ kind, message }) =>
      kind === "published" && message.ack === 0 ? [message] : [],
    );
    for (const [nth, call] of returned.entries()) {
      const { client, input } = call;
      const like = own.filter(
        ({ type, key, value }) =>
          key === input.key &&
          (input.op === "put" ? type === "set" && value === input.value : type === "get"),
      );
      // Of calls that are the same, as many have been acknowledged as have returned.
      const operation = like[returned.slice(0, nth).filter((other) => isSame(other.input, input)).length];
      if (operation === undefined) continue;
      const heard = heardOf(log.filter(({ at }) => at <= call.returned));
      const silent = kv.servers.find(
        (other) => other !== server && (heard.get(other) ?? -Infinity) < operation.timestamp,
      );
      if (silent !== undefined)
        throw new Violation(
          `${client}'s ${input.op === "put" ? "set" : "get"}(${JSON.stringify(input.key)}) returned at ${kv.nameOf(server)} before ${kv.nameOf(silent)} can have acknowledged it`,
          {
            expected: `nothing is executed before ${kv.nameOf(server)} has heard a message of ${kv.nameOf(silent)} with the timestamp ${String(operation.timestamp)} or a larger one`,
            got: "an answer",
          },
        );
    }
  }
}

/**
 * Fails unless a server holds a value that some number of writes leaves behind which it may have executed: "nobody sees a
 * write before its turn, not even at the server that received it".
 */
export function expectInItsTurn(
  kv: StoreCluster,
  server: number,
  log: BusLogs[number],
  { key, value }: { readonly key: string; readonly value: string },
): void {
  const heard = heardOf(log);
  const others = kv.servers.filter((other) => other !== server);
  const until = Math.min(Infinity, ...others.map((other) => heard.get(other) ?? -Infinity));
  const known = log.flatMap(({ message }) => (message.ack === 0 && message.type === "set" ? [message] : []));
  const order = known.filter(({ timestamp }) => timestamp <= until).sort(compareStamps);
  if (order.some((write) => write.key === key && write.value === value)) return;
  throw new Violation(
    `${kv.nameOf(server)} shows a write of ${showValue(key)} before every server can have acknowledged it`,
    {
      expected: `for ${showValue(key)} one of ${valuesFrom(order, key, 0)
        .map((one) => showValue(one))
        .join(", ")}`,
      got: value,
    },
  );
}

/** The largest timestamp that a server has heard of each other one: what that one sends next is stamped above it. */
function heardOf(log: BusLogs[number]): ReadonlyMap<number, number> {
  const heard = new Map<number, number>();
  for (const { kind, message } of log)
    if (kind === "received")
      heard.set(message.id, Math.max(heard.get(message.id) ?? -Infinity, message.timestamp));
  return heard;
}
