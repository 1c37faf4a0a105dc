import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";

const ofMessage = { message: z.string() };

/**
 * Something that went wrong in a run, by the network's chance or by the test's will. A fault has an identity
 * that survives when other faults, or whole operations, are left out: a message is named by the operation that
 * its caller was in, and by its number on its link within that operation.
 */
const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["lost-request", "lost-reply"]), ...ofMessage }),
  /** Slower than the network is without faults. */
  z.strictObject({
    kind: z.enum(["late-request", "late-reply"]),
    ...ofMessage,
    /** How long the message travels, virtual ms, slow links included. */
    delayMs: z.number(),
  }),
  z.strictObject({
    kind: z.literal("duplicate"),
    ...ofMessage,
    /** How long after the request each copy arrives, virtual ms. */
    copiesMs: z.array(z.number()),
  }),
  /** The test disconnected a host, or made a partition, a blocked or a slow link: the nth time in the run. */
  z.strictObject({ kind: z.literal("cut"), nth: z.int(), what: z.string() }),
  /** The test crashed a host: the nth time. */
  z.strictObject({ kind: z.literal("crash"), host: z.string(), nth: z.int() }),
]);

/** What is to go wrong in a run, instead of what the seed says. */
export const faultPlan = z.strictObject({
  faults: z.array(fault),
  /** Operations that are left out, as "clerk-2/3": the third of clerk-2. Only where the test's harness allows it. */
  leftOut: z.array(z.string()),
  /**
   * Until when the plan holds, virtual ms: later on, what the test itself does to messages, links and hosts takes
   * place again. Default: to the end.
   */
  untilMs: z.number().exactOptional(),
  /** Numbers that a generated world is to have instead of the seed's, by the names of its dimensions. Default: none. */
  dimensions: z.record(z.string(), z.int().min(0)).exactOptional(),
});

export type Fault = DeepReadonly<z.infer<typeof fault>>;
export type FaultPlan = DeepReadonly<z.infer<typeof faultPlan>>;
