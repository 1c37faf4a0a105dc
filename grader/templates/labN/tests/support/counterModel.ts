import type { Model } from "checker";

/** What a client asked of the counter. */
export type CounterInput = { readonly op: "add"; readonly amount: number } | { readonly op: "read" };

/** A counter as it is when calls run one at a time, initially 0. The output of both calls is the total after it. */
export const counterModel: Model<number, CounterInput, number> = {
  init: 0,
  step(total, input, output) {
    const next = input.op === "add" ? total + input.amount : total;
    return output === undefined || output === next ? next : undefined;
  },
  key: String,
  isRead: ({ op }) => op === "read",
  describeOperation(input, output) {
    const call = input.op === "add" ? `add(${String(input.amount)})` : "read()";
    return output === undefined ? call : `${call} → ${String(output)}`;
  },
  describeState: (total) => `the total is ${String(total)}`,
};
