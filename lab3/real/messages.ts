import { z } from "zod";

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
 *     server  ◀─tell────  runner          at the end: counts, and what it holds
 *     server  ──told────▶  runner
 */
const port = z.int();

export const serverSetting = z.strictObject({
  me: z.int(),
  servers: z.int(),
  level: z.enum(["linearizable", "sequential", "eventual", "causal"]),
  /** The port for broadcasts; 0 takes any that is free. */
  broadcasts: port,
});
export type ServerSetting = z.infer<typeof serverSetting>;

export const toServer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("connect"),
    others: z.array(z.strictObject({ server: z.int(), broadcasts: port })),
  }),
  z.strictObject({ kind: z.literal("begin") }),
  z.strictObject({ kind: z.literal("tell"), keys: z.array(z.string()) }),
]);
export type ToServer = z.infer<typeof toServer>;

/** A write as a server told it to the others. */
const stampedWrite = z.strictObject({
  timestamp: z.number(),
  id: z.number(),
  key: z.string(),
  value: z.string(),
});
export type BroadcastWrite = z.infer<typeof stampedWrite>;

export const fromServer = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bound"), requests: port, broadcasts: port }),
  z.strictObject({ kind: z.literal("hears-all") }),
  z.strictObject({ kind: z.literal("serves") }),
  z.strictObject({
    kind: z.literal("told"),
    published: z.int(),
    received: z.int(),
    /** What it answers for the keys it was asked for. */
    values: z.record(z.string(), z.string()),
    /** Writes that it has published or received; only with keys. */
    writes: z.array(stampedWrite),
  }),
]);
export type FromServer = z.infer<typeof fromServer>;

const request = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("get"), key: z.string() }),
  z.strictObject({ kind: z.literal("set"), key: z.string(), value: z.string() }),
  z.strictObject({ kind: z.literal("sleep"), ms: z.number().optional() }),
]);

export const toClient = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("connect"),
    /** Its server's port for requests. */
    port,
    /** How long a call waits for an answer, ms. */
    timeoutMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal("run"),
    requests: z.array(request),
    /** When the run began, on the clock that all processes of a machine share, ns. */
    beganNs: z.string(),
  }),
]);
export type ToClient = z.infer<typeof toClient>;

/** What became of a request. Times are ms since the run began. */
const doneRequest = z.strictObject({
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
export type DoneRequest = z.infer<typeof doneRequest>;

export const fromClient = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("connected") }),
  z.strictObject({ kind: z.literal("done"), requests: z.array(doneRequest) }),
  z.strictObject({ kind: z.literal("finished") }),
]);
export type FromClient = z.infer<typeof fromClient>;
