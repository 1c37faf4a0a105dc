import { z } from "zod";

/** What a process of clients is told when it starts. */
export interface ThroughputSetting {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** Of the servers, in their order, on this machine. */
  readonly ports: readonly number[];
  /** How many clients the process has, and the number of its first. */
  readonly clients: number;
  readonly first: number;
}

/** What it is told later, in this order. */
export interface ThroughputOrder {
  readonly kind: "begin" | "count" | "stop";
}

/** What it tells. Looked at, since it runs student code. */
export const throughputCount = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("counted"), answered: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("failed"), why: z.string() }),
]);
export type ThroughputCount = z.infer<typeof throughputCount>;
