import { z } from "zod";
import type { DeepReadonly } from "./DeepReadonly";
import { faultPlan } from "./faultPlan";

/** The smallest run found that still fails: what it takes, and how to run it again. */
export const counterexample = z.strictObject({
  /** In sentences: the few faults and operations that it takes to fail. */
  cause: z.array(z.string()),
  /**
   * "minimal": no single fault that may be left out can be, given the operations that are left. "budget": the search
   * had to stop before it knew that.
   */
  search: z.enum(["minimal", "budget"]),
  /** How often the test was run to find it. */
  runs: z.int(),
  /** Run with it, the test fails in the same way. */
  plan: faultPlan,
  /** Of a small scenario: the order in which it fails, as in the strategy "orders". The plan is empty then. */
  choices: z.array(z.int()).exactOptional(),
});

export type Counterexample = DeepReadonly<z.infer<typeof counterexample>>;
