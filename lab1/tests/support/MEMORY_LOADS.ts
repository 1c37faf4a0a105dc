import type { RecordedClerk } from "./harness";

/** What clients do to a server that keeps little of it. */
export interface ClientLoad {
  readonly what: string;
  /** The most that a right server may need for it, bytes; wide. */
  readonly mostBytes: number;
  readonly clients: number;
  readonly operations: number;
  readonly each: (ck: RecordedClerk, i: number) => Promise<unknown>;
  /** Chances that a request and a reply get lost. Default: none does. */
  readonly losses?: { readonly requestLoss: number; readonly replyLoss: number };
}

export const MEMORY_LOADS: readonly [ClientLoad, ...ClientLoad[]] = [
  {
    what: "3 clients wrote and read 32 values of 10 kB each",
    mostBytes: 250_000,
    clients: 3,
    operations: 32,
    each: async (ck, i) => {
      await ck.put("k", `${String(i)}${"v".repeat(10_000)}`);
      await ck.get("k");
    },
  },
  {
    what: "3 clients appended 16 times each to a key of their own that holds 10 kB",
    mostBytes: 250_000,
    clients: 3,
    operations: 17,
    each: (ck, i) =>
      i === 0 ? ck.put(ck.host.name, "v".repeat(10_000)) : ck.append(ck.host.name, String(i % 10)),
  },
  {
    // Reads may have numbers, too: who frees only the number before the write's frees the read's, and keeps the last write's.
    what: "3 clients appended 16 times each to a key of their own that holds 10 kB, and read it each time",
    mostBytes: 250_000,
    clients: 3,
    operations: 17,
    each: async (ck, i) => {
      if (i === 0) await ck.put(ck.host.name, "v".repeat(10_000));
      else await ck.append(ck.host.name, String(i % 10));
      await ck.get(ck.host.name);
    },
  },
  {
    what: "2 clients made 6,000 small puts each; one record for each client is enough",
    mostBytes: 80_000,
    clients: 2,
    operations: 6_000,
    each: (ck, i) => ck.put("k", String(i)),
  },
  {
    what: "100 clients made one small put each",
    mostBytes: 200_000,
    clients: 100,
    operations: 1,
    each: (ck, i) => ck.put("k", String(i)),
  },
  {
    what: "3 clients wrote 64 values of 10 kB each, while one request in five and one reply in ten got lost",
    mostBytes: 250_000,
    clients: 3,
    operations: 64,
    each: (ck, i) => ck.put("k", `${String(i)}${"v".repeat(10_000)}`),
    losses: { requestLoss: 0.2, replyLoss: 0.1 },
  },
];
