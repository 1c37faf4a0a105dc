import { SeededNumbers } from "../../src/generate/SeededNumbers";
import type { KVOp } from "./storeHistory";

/**
 * The history of a sequentially consistent store with a server for each client: all servers execute the same writes in
 * the same order, each as late as it likes; a write returns when the client's own server has executed it, and a read
 * says what that server holds. Each client writes a key and reads it in turn; each value is written once.
 *
 * @param calls of each client
 */
export function laggingStoreHistory(
  seed: number,
  { clients, calls, keys }: { readonly clients: number; readonly calls: number; readonly keys: number },
): KVOp[] {
  const numbers = new SeededNumbers(seed);
  const writes: { key: string; value: string; by: number; called: number }[] = [];
  const servers = Array.from({ length: clients }, () => ({
    executed: 0,
    held: new Map<string, string>(),
    calls: 0,
    writes: false,
  }));
  const history: KVOp[] = [];
  for (let now = 1; servers.some((server) => server.calls < calls || server.writes); now++) {
    // The last clients have the slowest servers.
    const turn = Math.min(clients - 1, Math.floor(numbers.share() * numbers.share() * clients * 1.9));
    const server = servers[turn]!;
    const key = `key-${String(Math.floor(server.calls / 2) % keys)}`;
    if (server.writes || server.calls === calls || numbers.happens(0.05)) {
      const until = Math.min(writes.length, server.executed + numbers.below(4));
      for (const { key, value, by, called } of writes.slice(server.executed, until)) {
        server.held.set(key, value);
        if (by !== turn) continue;
        server.writes = false;
        history.push({
          client: `c${String(by)}`,
          input: { op: "put", key, value },
          output: "",
          called,
          returned: now,
        });
      }
      server.executed = until;
    } else if (server.calls++ % 2 === 0) {
      writes.push({ key, value: `${String(turn)}-${String(server.calls)}`, by: turn, called: now });
      server.writes = true;
    } else {
      const output = server.held.get(key) ?? "";
      history.push({
        client: `c${String(turn)}`,
        input: { op: "get", key },
        output,
        called: now,
        returned: now + 0.5,
      });
    }
  }
  return history;
}

/** The history with another value of the same key in place of one answer. */
export function withOtherAnswer(seed: number, history: readonly KVOp[]): KVOp[] {
  const numbers = new SeededNumbers(seed);
  const gets = history.filter(({ input, output }) => input.op === "get" && output !== "");
  const wrong = gets[numbers.below(gets.length)]!;
  const others = gets.filter(({ input, output }) => input.key === wrong.input.key && output !== wrong.output);
  const output = others[numbers.below(others.length)]?.output ?? "nobody wrote this";
  return history.map((operation) => (operation === wrong ? { ...operation, output } : operation));
}
