import { stageName } from "harness";
import { z } from "zod";
import type { StageClient } from "../../stage";

/** Bounds of a scenario. */
export const MOST_CLIENTS = 60;
export const MOST_OPERATIONS = 400;
const [MOST_SERVERS, MOST_KEYS, LONGEST] = [7, 60, 10_000];
const MOST_IN_CROWD = 4;
const [MOST_ON_RING, MOST_PLACES] = [20, 2_000];
/** A disk that takes longer is none: a server gives it 5 s. */
const SLOWEST_DISK_MS = 4_000;

const text = z.string().max(LONGEST);
const ms = z.number().min(0).max(3_600_000);
const server = z.int();
const clientName = stageName.refine((name) => !/^(server-|disk-of-|crowd-|(raw|ring)$)/.test(name), {
  error: ({ input }) => `expected a client's name, such as "client-a", got ${JSON.stringify(input)}`,
});
const anything = z
  .unknown()
  .refine((value) => JSON.stringify([value]).length <= 10 * LONGEST, { error: "too long" });

/** The arguments of a client's methods. */
export const ARGUMENTS = {
  serverOf: z.tuple([text]),
  get: z.tuple([text]),
  set: z.tuple([text, text]),
  delete: z.tuple([text]),
  expire: z.tuple([text, z.number()]),
  stats: z.union([z.tuple([]), z.tuple([server])]),
  keys: z.union([z.tuple([]), z.tuple([server])]),
  mget: z.tuple([z.array(text).max(MOST_KEYS)]),
  // zod's own record leaves out a key "__proto__".
  mset: z.tuple([
    z.custom<Record<string, string>>(isRecordOfTexts, { error: "expected texts by their keys" }),
  ]),
  retries: z.tuple([]),
} satisfies Record<keyof StageClient, z.ZodType>;

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
export const asks = {
  server,
  startServers: z.strictObject({
    servers: z.int().min(1).max(MOST_SERVERS).exactOptional(),
    saveEveryMs: z.number().min(100).max(86_400_000).exactOptional(),
    sweepEveryMs: z.number().min(30).max(86_400_000).exactOptional(),
    log: z.boolean().exactOptional(),
    password: text.exactOptional(),
  }),
  stop: z.strictObject({ server, lingerMs: ms }),
  killAtDisk: z.strictObject({ server, nth: z.int().min(1).max(1_000), withinMs: ms }),
  slowDisk: z.strictObject({ server, ms: z.number().min(0).max(SLOWEST_DISK_MS) }),
  damage: z.strictObject({
    server,
    how: z.enum(["changed", "lost", "added", "cut"]),
    at: z.number().min(0).max(1),
    file: text.exactOptional(),
  }),
  makeClient: z.strictObject({
    name: clientName,
    servers: z.array(server).min(1).max(MOST_SERVERS).exactOptional(),
    isTold: z.boolean().exactOptional(),
  }),
  call: z.strictObject({
    client: clientName,
    method: z.enum(Object.keys(ARGUMENTS) as (keyof StageClient)[]),
    args: z.array(z.unknown()).max(2),
  }),
  send: z.strictObject({ server, request: anything }),
  ring: z.strictObject({
    servers: z.array(server).min(1).max(MOST_ON_RING),
    keys: z.array(text).min(1).max(MOST_PLACES),
  }),
  crowd: z.strictObject({
    clients: z.int().min(1).max(MOST_IN_CROWD),
    operations: z.int().min(1).max(MOST_OPERATIONS),
    keys: z.array(text.min(1)).min(1).max(MOST_KEYS),
    pauseMs: ms,
  }),
};

function isRecordOfTexts(entries: unknown): boolean {
  if (typeof entries !== "object" || entries === null) return false;
  const texts: unknown[] = Object.entries(entries).flat();
  return texts.length <= 2 * MOST_KEYS && texts.every((one) => text.safeParse(one).success);
}
