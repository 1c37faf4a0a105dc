import { checkLinearizable, explainIllegal, kvModel } from "checker";
import { Violation } from "labrpc/simulation";
import { shown } from "labrpc/testing";
import type { KVOperation } from "./harness";

/** Fails unless one order of all calls explains every answer. Keys are looked at one by one. */
export function expectLinearizable(history: readonly KVOperation[]): void {
  const verdict = checkLinearizable(kvModel, history);
  if (verdict.kind === "linearizable") return;
  if (verdict.kind === "unknown") throw new Violation(`the history could not be checked: ${verdict.reason}`);
  const { message, ...details } = explainIllegal(kvModel, verdict, shortened);
  const { input, returned } = verdict.stuck;
  const about = { text: JSON.stringify(input.key), untilMs: returned };
  throw new Violation(message, { ...details, about, restsOn: "history" });
}

/** What client number `client` appends as its `i`-th. */
export function token(client: number, i: number): string {
  return `x ${String(client)} ${String(i)} y`;
}

/**
 * Fails unless the value holds what was appended to the key once for each append, those of each client in order.
 * The texts that are appended must differ, and none be part of another.
 */
export function expectEveryAppendOnce(value: string, key: string, history: readonly KVOperation[]): void {
  const last = new Map<string, number>();
  for (const { client, input, returned } of history) {
    if (input.op !== "append" || input.key !== key) continue;
    const { arg } = input;
    const what = `${client}'s append of ${JSON.stringify(arg)}`;
    const about = { text: JSON.stringify(arg), untilMs: Infinity };
    const count = value.split(arg).length - 1;
    if (count > 1 || (count === 0 && returned !== Infinity)) {
      throw new Violation(`${what} ${count === 0 ? "was lost" : `is there ${String(count)} times`}`, {
        expected: `${JSON.stringify(arg)} once`,
        got: shown(value),
        about,
        restsOn: "history",
      });
    }
    const at = value.indexOf(arg);
    if (count === 1 && at < (last.get(client) ?? 0)) {
      throw new Violation(`${what} stands before an earlier one of the same client`, {
        expected: "the appends of one client in the order in which it made them",
        got: shown(value),
        about,
        restsOn: "history",
      });
    }
    last.set(client, Math.max(at, 0));
  }
}

function shortened(text: string): string {
  const MOST = 60;
  return text.length <= MOST ? text : `${text.slice(0, 20)}…${text.slice(-MOST + 20)}`;
}
