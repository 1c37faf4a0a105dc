import { stageName } from "harness";
import { z } from "zod";

/** Bounds of a scenario. */
export const MOST_CLERKS = 60;
export const MOST_OPERATIONS = 400;
const MOST_FOLLOWERS = 11;
/** Characters. */
const [LONGEST_KEY, LONGEST_VALUE, LONGEST_BODY] = [4_000, 70_000, 200_000];

const node = z.int().min(0).max(MOST_FOLLOWERS);
const key = z.string().max(LONGEST_KEY + 1);
const value = z.string().max(LONGEST_VALUE + 1);
const call = z.strictObject({ clerk: stageName, key });

/** What must come with what a scenario asks for. Made once, since there is a stage for each run. */
export const asks = {
  node,
  startCluster: z.strictObject({
    followers: z.int().min(0).max(MOST_FOLLOWERS),
    writeQuorum: z.int().min(1).max(MOST_FOLLOWERS),
    quorumTimeoutMs: z.number().min(20).max(5_000),
    limits: z.strictObject({
      keyLength: z.int().min(1).max(LONGEST_KEY),
      valueLength: z.int().min(0).max(LONGEST_VALUE),
    }),
  }),
  readLeader: call,
  makeClerk: z.strictObject({
    name: stageName,
    nodes: z
      .array(node)
      .min(1)
      .max(MOST_FOLLOWERS + 1)
      .exactOptional(),
  }),
  set: call.extend({ value }),
  get: call.extend({ node: node.exactOptional() }),
  http: z.strictObject({
    node,
    method: z.enum(["GET", "POST"]),
    path: z.string().max(LONGEST_BODY),
    body: z.string().max(LONGEST_BODY),
  }),
  crowd: z.strictObject({
    clerks: z.int().min(1).max(MOST_CLERKS),
    operations: z.int().min(1).max(MOST_OPERATIONS),
    keys: z.array(key.min(1)).min(1).max(MOST_CLERKS),
  }),
  expectSameEverywhere: z.number().min(0).max(120_000),
};
