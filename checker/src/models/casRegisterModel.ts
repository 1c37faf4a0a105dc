import type { Model } from "./Model";

/** What a client asked of a register. Values are numbers; null before the first write. */
export type CasRegisterInput =
  | { readonly op: "read" }
  | { readonly op: "write"; readonly value: number }
  | { readonly op: "cas"; readonly from: number; readonly to: number };

/** What it was answered. A compare-and-set that did not match was executed, and found another value. */
export type CasRegisterOutput =
  | { readonly kind: "value"; readonly value: number | null }
  | { readonly kind: "done" }
  | { readonly kind: "no-match" };

/** One register with read, write and compare-and-set, initially null (as in Jepsen's tests of etcd). */
export const casRegisterModel: Model<number | null, CasRegisterInput, CasRegisterOutput> = {
  init: null,
  step(state, input, output) {
    switch (input.op) {
      case "read":
        return output === undefined || (output.kind === "value" && output.value === state)
          ? state
          : undefined;
      case "write":
        return output === undefined || output.kind === "done" ? input.value : undefined;
      case "cas":
        if (output === undefined) return state === input.from ? input.to : state;
        if (output.kind === "done") return state === input.from ? input.to : undefined;
        return output.kind === "no-match" && state !== input.from ? state : undefined;
    }
  },
  key: String,
  isRead: (input, output) => input.op === "read" || output?.kind === "no-match",
  order: {
    initial: "null",
    footprint(input, output) {
      switch (input.op) {
        case "read":
          if (output === undefined) return { kind: "look" };
          return output.kind === "value" ? { kind: "read", at: String(output.value) } : undefined;
        case "write":
          return output === undefined || output.kind === "done"
            ? { kind: "write", to: String(input.value) }
            : undefined;
        case "cas": {
          if (output?.kind === "no-match") return { kind: "look" };
          if (output?.kind === "value" || input.from === input.to) return undefined;
          const change = { kind: "change", from: String(input.from), to: String(input.to) } as const;
          return { ...change, orNothing: output === undefined };
        }
      }
    },
  },
  describeState: (state) => `the register holds ${String(state)}`,
  describeOperation(input, output) {
    const found =
      output === undefined ? "" : ` → ${output.kind === "value" ? String(output.value) : output.kind}`;
    switch (input.op) {
      case "read":
        return `read()${found}`;
      case "write":
        return `write(${String(input.value)})${found}`;
      case "cas":
        return `cas(${String(input.from)}, ${String(input.to)})${found}`;
    }
  },
};
