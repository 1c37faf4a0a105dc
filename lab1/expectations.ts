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
  throw new Violation(message, { ...details, about: { text: JSON.stringify(input.key), untilMs: returned } });
}

/** What client number `client` appends as its `i`-th. */
export function token(client: number, i: number): string {
  return `x ${String(client)} ${String(i)} y`;
}

/** Fails unless the value holds every token of every client once, those of each client in order. */
export function expectEveryAppendOnce(
  value: string,
  { clients, appends }: { clients: number; appends: number },
): void {
  for (let client = 0; client < clients; client++) {
    let from = 0;
    for (let i = 0; i < appends; i++) {
      const text = token(client, i);
      const count = value.split(text).length - 1;
      if (count !== 1) {
        const problem = count === 0 ? "was lost" : `is there ${String(count)} times`;
        throw new Violation(`client ${String(client)}'s append ${String(i)} ${problem}`, {
          expected: `"${text}" once`,
          got: shown(value),
        });
      }
      const at = value.indexOf(text);
      if (at < from) {
        throw new Violation(`client ${String(client)}'s append ${String(i)} stands before an earlier one`, {
          expected: "the appends of one client in the order in which it made them",
          got: shown(value),
        });
      }
      from = at;
    }
  }
}

function shortened(text: string): string {
  const MOST = 60;
  return text.length <= MOST ? text : `${text.slice(0, 20)}…${text.slice(-MOST + 20)}`;
}
