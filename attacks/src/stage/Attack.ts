import { z } from "zod";

/** What is attacked, and how. */
export const ATTACK_CLASSES = [
  "realm",
  "oracle",
  "files",
  "resources",
  "types",
  "reports",
  "combinations",
] as const;
export type AttackClass = (typeof ATTACK_CLASSES)[number];

/** What an attack is put into, and what its honest twin is. */
const base = z.enum([
  /** A store of lab 1 whose every method calls `attack` of evil.ts and then throws. */
  "throws",
  /** The reference solution of lab 1; every method calls `attack` of evil.ts first. */
  "solution",
  /** Servers of lab 1 that copy nothing to each other; `share` of evil.ts may give all of them one memory. */
  "sharing",
  /** The reference solution as it is; the attack's files take the place of its own. */
  "plain",
  /** Nothing: the attack has the whole submission. */
  "whole",
]);

/** What `attack.json` holds. */
export const attackManifest = z.strictObject({
  /** In one sentence. */
  tries: z.string().min(10),
  /** What must hold besides what holds for every attack; in one sentence. */
  holds: z.string().min(10),
  base,
  /** The honest twin, whose score is the most that the attack may get. Default: the base with nothing evil in it. */
  twin: z.enum(["throws", "solution", "sharing", "plain", "own"]).optional(),
  lab: z.string().default("lab1"),
  tests: z.array(z.string()).min(1).default(["TestBasic"]),
  /** Seeds 1 to this number. */
  seeds: z.int().min(1).default(1),
  /** Tests that must be passed all the same. */
  keeps: z.array(z.string()).default([]),
  /** Whether there are secret seeds and a hidden test. Default: for escapes and combinations. */
  secrets: z.boolean().optional(),
  /** Exit codes that are right. Default: 0 for full marks, else 1. */
  exit: z.array(z.int()).optional(),
  /** Further arguments of the command; STAGE in them is the folder that the attack is staged in. */
  options: z.array(z.string()).default([]),
  /** Real milliseconds. */
  limitMs: z.int().default(150_000),
  /** Part of what `npm test` runs. */
  quick: z.boolean().default(false),
  needs: z
    .strictObject({
      platforms: z.array(z.string()).optional(),
      programs: z.array(z.string()).optional(),
      /** Least major version of Node. */
      node: z.int().optional(),
    })
    .default({}),
});

export interface Attack extends z.infer<typeof attackManifest> {
  readonly name: string;
  readonly class: AttackClass;
  /** Absolute. */
  readonly folder: string;
}
