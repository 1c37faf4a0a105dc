import { stageName } from "harness";
import { z } from "zod";

/** Bounds of a scenario. */
export const MOST_CLERKS = 150;
export const MOST_LOCKS = 60;
export const MOST_OPERATIONS = 400;
/** Characters. */
const LONGEST = 10_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The host of the server. */
export const SERVER = "server";

const text = z.string().max(LONGEST);
const ms = z.number().min(0).max(HOUR_MS);
/** Up to a month, which is longer than one timer can wait. */
const limit = z
  .number()
  .min(0)
  .max(30 * DAY_MS);
const machine = stageName.refine((name) => name !== SERVER, {
  error: `expected the machine of a client, got "${SERVER}"`,
});
const call = z.strictObject({ clerk: stageName, key: text });
const clerkOptions = z.strictObject({
  machine: machine.exactOptional(),
  clockAheadMs: z.number().min(-DAY_MS).max(DAY_MS).exactOptional(),
  maxRetries: z.int().min(0).max(1_000_000).exactOptional(),
  retryDelay: ms.exactOptional(),
  maxDelay: ms.exactOptional(),
});
const texts = z.array(text).min(1).max(MOST_LOCKS);
const crowdSize = z.int().min(1).max(MOST_CLERKS);
const turns = z.int().min(1).max(MOST_OPERATIONS);
const number = z.int();
const owner = text.min(1).exactOptional();
const timeoutMs = limit.exactOptional();

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
export const asks = {
  machine,
  call,
  number,
  makeClerk: z.strictObject({ name: machine, options: clerkOptions }),
  put: call.extend({ value: text, version: z.int().min(0) }),
  statistics: stageName,
  makeLock: z.strictObject({ lock: number, clerk: stageName, name: text, owner }),
  acquire: z.strictObject({ lock: number, timeoutMs }),
  makeLease: z.strictObject({
    lease: number,
    clerk: stageName,
    name: text,
    leaseMs: ms.min(1),
    owner,
  }),
  acquireLease: z.strictObject({ lease: number, timeoutMs }),
  crowd: z.strictObject({
    clerks: crowdSize,
    operations: turns,
    keys: texts,
    machine: machine.exactOptional(),
  }),
  lockCrowd: z.strictObject({ clerks: crowdSize, turns, locks: texts, machine: machine.exactOptional() }),
};
