import { z } from "zod";
import type { Level } from "../../types";
import type { StoreRequest } from "./configuration";

/**
 * What the processes of a run say to each other beside ZeroMQ: the runner starts servers and clients, and they tell
 * it what happened.
 *
 *     server  ──bound──▶  runner          it listens
 *     server  ◀─connect─  runner          here are the broadcasts of the others
 *     server  ──hears-all─▶  runner       hellos of all others have come: nothing will be missed
 *     server  ◀─begin───  runner          all hear all; start the student's class
 *     server  ──serves──▶  runner
 *     client  ◀─connect─  runner          here is your server
 *     client  ──connected─▶  runner       the server has answered a hello
 *     client  ◀─run─────  runner          to all clients at once
 *     client  ──done, done, …, finished──▶  runner
 *     server  ◀─ask-state─  runner          at the end: counts, and what it holds
 *     server  ──state───▶  runner
 */

/** What a server process is told when it starts. */
export interface StoreServerSetting {
  readonly me: number;
  readonly servers: number;
  readonly level: Level;
  /** The port for broadcasts; 0 takes any that is free. */
  readonly broadcasts: number;
}

export type ToStoreServer =
  | {
      readonly kind: "connect";
      readonly others: readonly { readonly server: number; readonly broadcasts: number }[];
    }
  | { readonly kind: "begin" }
  | { readonly kind: "ask-state"; readonly keys: readonly string[] };

export type ToStoreClient =
  /** Its server's port for requests, and how long a call waits for an answer, ms. */
  | { readonly kind: "connect"; readonly port: number; readonly timeoutMs: number }
  /** `beganNs`: when the run began, on the clock that all processes of a machine share, as text. */
  | { readonly kind: "run"; readonly requests: readonly StoreRequest[]; readonly beganNs: string };

/** What comes from processes that run student code is looked at before it is believed. */
const port = z.int();

/** A write as a server told it to the others. */
const stampedWrite = z.strictObject({
  timestamp: z.number(),
  id: z.number(),
  key: z.string(),
  value: z.string(),
});
export type BroadcastStoreWrite = z.infer<typeof stampedWrite>;

/** Not zod's record, which leaves out a key "__proto__". */
function isRecordOfTexts(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

export const fromStoreServer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bound"), requests: port, broadcasts: port }),
  z.strictObject({ kind: z.literal("hears-all") }),
  z.strictObject({ kind: z.literal("serves") }),
  z.strictObject({
    kind: z.literal("state"),
    published: z.int(),
    received: z.int(),
    /** What it answers for the keys it was asked for. */
    values: z.custom<Record<string, string>>(isRecordOfTexts),
    /** Writes that it has published or received; only with keys. */
    writes: z.array(stampedWrite),
  }),
]);
export type FromStoreServer = z.infer<typeof fromStoreServer>;

/** What became of a request. Times are ms since the run began. */
const doneStoreRequest = z.strictObject({
  /** Its place among the client's requests. */
  at: z.int(),
  called: z.number(),
  outcome: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("answered"), output: z.string(), returned: z.number() }),
    z.strictObject({ kind: z.literal("slept"), returned: z.number() }),
    /** `problem` says why, in words. The client does not go on. */
    z.strictObject({ kind: z.literal("failed"), problem: z.string(), returned: z.number() }),
  ]),
});
export type DoneStoreRequest = z.infer<typeof doneStoreRequest>;

export const fromStoreClient = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("connected") }),
  z.strictObject({ kind: z.literal("done"), requests: z.array(doneStoreRequest) }),
  z.strictObject({ kind: z.literal("finished") }),
]);
export type FromStoreClient = z.infer<typeof fromStoreClient>;
