import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

/**
 * One part of the state of one host, before and after an event. The state of a host is what the fields of the objects
 * hold that the test constructed there, taken apart down to single values: each has a path, and a text.
 */
export const stateChange = z.strictObject({
  /** The number, from 1, of the event of the simulation that changed it; several changes of one event share it. */
  step: z.int(),
  /** How many events of the trace had happened by then: the last of them is the one to look at. 0: none. */
  event: z.int(),
  /** Virtual ms. */
  at: z.number(),
  host: z.string(),
  /** The object, by its class: "KVServer"; "KVServer 2" for the second of that class on that host. */
  object: z.string(),
  /** From the object to the part: `#lastSeen["clerk-2"].seq`, `queue[0]`; "" for the object itself. */
  path: z.string(),
  /** What it was: a value as it is written in code, or what it is in a word, as "Map(2)"; absent: it was not there. */
  before: z.string().exactOptional(),
  /** What it is; absent: it is not there any more. */
  after: z.string().exactOptional(),
});

export type StateChange = DeepReadonly<z.infer<typeof stateChange>>;

/** What became of the state of all hosts in one run. */
export const stateLog = z.strictObject({
  /** In order: first what belongs to the earliest step. All states can be made of them, from nothing on. */
  changes: z.array(stateChange),
  /**
   * False when the run went on after the last change that was recorded, since there was too much to look at, or when
   * earlier changes were put together: then those are of one step.
   */
  complete: z.boolean(),
});

export type StateLog = DeepReadonly<z.infer<typeof stateLog>>;

/** Where two runs part: the first part of a state that is not the same in both at the same time. */
export const stateParting = z.strictObject({
  /** Virtual ms. */
  at: z.number(),
  /** As in StateChange, of the failing run. */
  event: z.int(),
  host: z.string(),
  object: z.string(),
  path: z.string(),
  /** What it is in the failing run at that time, and in the other one; absent: it is not there. */
  here: z.string().exactOptional(),
  there: z.string().exactOptional(),
});

/** The first event that is not the same in two runs, in words; absent: one of them is over. */
export const eventParting = z.strictObject({
  /** Virtual ms, in the failing run unless that is over. */
  at: z.number(),
  /** Its place in the failing run, from 0. */
  event: z.int(),
  host: z.string(),
  here: z.string().exactOptional(),
  there: z.string().exactOptional(),
});

/** The nearest run that passes, beside a smallest failing one, or that gets past the failure at least. */
export const runTwin = z.strictObject({
  /** What is not so in it: "without the lost reply to get("k") from server-0 to clerk-1". */
  how: z.string(),
  /** False for one that goes on beyond the failure, and fails later in another way. */
  passes: z.boolean(),
  /** Absent where no state differs, or none is known. */
  parting: stateParting.exactOptional(),
  /** Absent where all events are the same. */
  first: eventParting.exactOptional(),
  /** So many of the failing run's changes of states are its own as well, from the first one on; then come these. */
  sameChanges: z.int(),
  changes: z.array(stateChange),
});

export type EventParting = DeepReadonly<z.infer<typeof eventParting>>;
export type StateParting = DeepReadonly<z.infer<typeof stateParting>>;
export type RunTwin = DeepReadonly<z.infer<typeof runTwin>>;
