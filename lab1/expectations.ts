import { checkLinearizable, kvModel } from "checker";
import { Violation, type Message, type Script, type Simulation } from "labrpc/simulation";
import type { KVOperation } from "./harness";

/** Fails unless the value is the one expected; `what` says whose value it is. */
export function expectValue(what: string, got: string, expected: string): void {
  if (got === expected) return;
  throw new Violation(`${what} is wrong`, { expected: shown(expected), got: shown(got) });
}

/** Fails unless one order of all calls explains every answer. Keys are looked at one by one. */
export function expectLinearizable(history: readonly KVOperation[]): void {
  const verdict = checkLinearizable(kvModel, history);
  if (verdict.kind === "linearizable") return;
  if (verdict.kind === "unknown") throw new Violation(`the history could not be checked: ${verdict.reason}`);
  const { stuck, longest } = verdict;
  const { client, input, output } = stuck;
  const before = longest.slice(-4).map(line).join("; ");
  throw new Violation(
    `not linearizable: no order of the calls on key ${JSON.stringify(input.key)} explains ${client}'s ${kvModel.describe(input, shortened(output))}`,
    {
      expected: "one order of all calls, each executed once, that explains every answer",
      about: { text: JSON.stringify(input.key), untilMs: stuck.returned },
      got: `${line(stuck)}${before === "" ? "" : `; the longest order that can be explained ends with: ${before}`}`,
    },
  );
}

function line({ client, input, output, called, returned }: KVOperation): string {
  const until = returned === Infinity ? "never returned" : `${returned.toFixed(1)} ms`;
  return `${client} ${kvModel.describe(input, shortened(output))} [${called.toFixed(1)} ms – ${until}]`;
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

/** Fails unless the promise settles within so much virtual time. */
export async function expectInTime<T>(
  sim: Simulation,
  what: string,
  withinMs: number,
  call: Promise<T>,
): Promise<T> {
  let done = false;
  const settled = call.finally(() => {
    done = true;
  });
  settled.catch(() => undefined);
  if (!(await sim.until(() => done, { withinMs }))) {
    throw new Violation(`${what} did not return within ${String(withinMs / 1000)} s of virtual time`, {
      expected: "an answer",
      got: "none",
    });
  }
  return settled;
}

/** A script that acts on the first `count` messages that match, and counts them. */
export function onMessages(
  count: number,
  matches: (message: Message) => boolean,
  fate: ReturnType<Script>,
): { script: Script; seen: () => number } {
  let seen = 0;
  return {
    script: (message) => {
      if (seen >= count || !matches(message)) return undefined;
      seen += 1;
      return fate;
    },
    seen: () => seen,
  };
}

function shortened(text: string | undefined): string | undefined {
  const MOST = 60;
  return text === undefined || text.length <= MOST ? text : `${text.slice(0, 20)}…${text.slice(-MOST + 20)}`;
}

function shown(text: string): string {
  const MOST = 300;
  return text.length <= MOST
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, MOST))}… (${String(text.length)} characters)`;
}
