import { kvModel } from "checker";
import { linearizable } from "harness";
import { Violation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { KVOperation } from "./harness";

/** Fails unless one order of all calls explains every answer. Keys are looked at one by one. */
export const expectLinearizable = linearizable(kvModel, {
  about: ({ key }) => JSON.stringify(key),
  shorten: shortened,
});

/** What client number `client` appends as its `i`-th. */
export function token(client: number, i: number): string {
  return `x ${String(client)} ${String(i)} y`;
}

/**
 * Fails unless the last get of the key found what was appended to it before, once for each append, those of each
 * client in order. The texts that are appended must differ, and none be part of another.
 */
export function expectEveryAppendOnce(history: readonly KVOperation[], key: string): void {
  const operations = history.filter(({ input }) => input.key === key);
  const read = operations.findLast(({ input, output }) => input.op === "get" && output !== undefined);
  if (read?.output === undefined) return;
  const value = read.output;
  const fail = (message: string, expected: string): never => {
    const about = { text: JSON.stringify(key), untilMs: read.returned };
    throw new Violation(message, { expected, got: showValue(value), about, restsOn: "history" });
  };
  const last = new Map<string, number>();
  for (const { client, input, called, returned } of operations) {
    if (input.op !== "append" || called > read.called) continue;
    const { arg } = input;
    const what = `${client}'s append of ${JSON.stringify(arg)}`;
    const count = value.split(arg).length - 1;
    if (count === 0 && returned < read.called) fail(`${what} was lost`, `${JSON.stringify(arg)} once`);
    if (count > 1) fail(`${what} is there ${String(count)} times`, `${JSON.stringify(arg)} once`);
    const at = value.indexOf(arg);
    if (count === 1 && at < (last.get(client) ?? 0))
      fail(
        `${what} stands before an earlier one of the same client`,
        "the appends of one client in the order in which it made them",
      );
    last.set(client, Math.max(at, 0));
  }
}

function shortened(text: string): string {
  const MOST = 60;
  return text.length <= MOST ? text : `${text.slice(0, 20)}…${text.slice(-MOST + 20)}`;
}
