import { RandomStream, type TraceEvent, type TraceKind } from "labrpc/simulation";
import type { RunRecord, RunRecordFault, ShownOperation } from "labrpc/testing";

/**
 * A made-up run of a given size: clients that put and get over a network that loses, delays and doubles messages.
 * The last get of the first client is impossible.
 *
 * @param size how many events there are
 */
export function syntheticRecord(size: number, { clients = 8, servers = 3, seed = 1 } = {}): RunRecord {
  const random = new RandomStream(seed, "synthetic");
  const events: TraceEvent[] = [];
  const operations: ShownOperation[] = [];
  const faults: RunRecordFault[] = [];
  const free = Array.from({ length: clients }, (_, i) => i * 0.3);
  let calls = 0;
  const add = (
    at: number,
    kind: TraceKind,
    host: string,
    peer: string | undefined,
    id: number,
    text: string,
  ): void => {
    events.push({ at: Math.round(at * 1000) / 1000, kind, host, peer, id, text });
  };
  while (events.length < size) {
    const client = free.indexOf(Math.min(...free));
    const name = `clerk-${String(client)}`;
    const server = `server-${String(random.int(servers))}`;
    const key = random.pick(["apple", "pear", "plum", "fig"]);
    const get = random.chance(0.5);
    const what = get ? `get("${key}")` : `put("${key}", "v${String(calls)}")`;
    const called = free[client] ?? 0;
    const operation = ++calls;
    let now = called;
    add(now, "begin", name, undefined, operation, what);
    for (let attempt = 0; attempt < 4; attempt++) {
      const id = ++calls;
      const method = get ? "get" : "put";
      const args = JSON.stringify({
        client: name,
        seq: operation,
        key,
        ...(get ? {} : { value: `v${String(id)}` }),
      });
      add(now, "call", name, server, id, `${method}(${args})`);
      const arrives = now + 0.1 + random.next() * 4;
      if (random.chance(0.04)) {
        add(now, "lost-request", name, server, id, method);
        if (random.chance(0.2))
          faults.push({ id, at: now, text: `${name}'s request ${method} to ${server} is lost` });
        now += 100;
        add(now, "timeout", name, server, id, method);
        continue;
      }
      add(arrives, "deliver", server, name, id, method);
      if (random.chance(0.03)) add(arrives + 0.05, "copy", server, name, id, method);
      add(arrives + 0.2, "reply", server, name, id, `${method}: {"ok":true,"value":"v${String(id)}"}`);
      now = arrives + 0.3 + random.next();
      if (random.chance(0.02)) add(now, "console", server, undefined, 0, `served ${method} for ${name}`);
      add(now, "return", name, server, id, method);
      break;
    }
    add(now, "end", name, undefined, operation, `${what} → ${get ? `"v1"` : "done"}`);
    operations.push({
      client: name,
      text: what,
      called,
      returned: now,
      effect: (called + now) / 2,
      status: "placed",
    });
    free[client] = now + random.next() * 2;
  }
  events.sort((a, b) => a.at - b.at);
  const kept = events.slice(0, size);
  const end = kept.at(-1)?.at ?? 0;
  const inTime = operations.filter(({ returned }) => (returned ?? Infinity) <= end);
  const last = inTime.findLastIndex(({ client }) => client === "clerk-0");
  return {
    schema: "run-record/v1",
    test: "TestSynthetic",
    seed,
    failure: {
      message: `not linearizable: no order of the calls explains clerk-0's ${inTime[last]?.text ?? ""}`,
      expected: "one order of all calls, each executed once, that explains every answer",
      got: inTime[last]?.text ?? "",
      details: [],
    },
    cause: [],
    hosts: [
      ...Array.from({ length: servers }, (_, i) => `server-${String(i)}`),
      ...Array.from({ length: clients }, (_, i) => `clerk-${String(i)}`),
    ],
    events: kept,
    complete: true,
    spans: [
      {
        kind: "partition",
        from: end * 0.4,
        until: end * 0.5,
        groups: [
          ["server-0", "clerk-0", "clerk-1"],
          ["server-1", "server-2"],
        ],
        text: "partition: server-0 clerk-0 clerk-1 | server-1 server-2",
      },
      { kind: "crashed", from: end * 0.99, until: null, groups: [["server-1"]], text: "server-1 is down" },
    ],
    faults: faults.filter(({ at }) => at <= end),
    history: {
      operations: inTime.map((operation, i) =>
        i === last ? { ...operation, effect: null, status: "impossible" } : operation,
      ),
      reasons: ["No put of that value came before the get, in any order."],
    },
  };
}
