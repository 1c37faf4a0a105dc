import { byKey } from "./byKey";
import type { Model } from "./Model";

/** What a client asked of a key/value store. */
export type KVInput =
  | { readonly op: "get"; readonly key: string }
  | { readonly op: "put"; readonly key: string; readonly value: string }
  | { readonly op: "append"; readonly key: string; readonly arg: string };

/** What it was answered: get the value, append the value before, put nothing that counts. */
export type KVOutput = string;

/** A key/value store whose missing keys hold "" (MIT 6.5840, lab 2 of 2024). The state is one key's value. */
export const kvModel: Model<string, KVInput, KVOutput> = {
  init: "",
  step(value, input, output) {
    switch (input.op) {
      case "get":
        return output === undefined || output === value ? value : undefined;
      case "put":
        return input.value;
      case "append":
        return output === undefined || output === value ? value + input.arg : undefined;
    }
  },
  key: (value) => value,
  partition: byKey,
  isRead: (input) => input.op === "get",
  order: {
    initial: "",
    footprint(input, output) {
      switch (input.op) {
        case "get":
          return output === undefined ? { kind: "look" } : { kind: "read", at: output };
        case "put":
          return { kind: "write", to: input.value };
        case "append":
          if (input.arg === "") return undefined;
          if (output === undefined) return { kind: "append", text: input.arg };
          return { kind: "change", from: output, to: output + input.arg };
      }
    },
  },
  describeState: (value) => `the value is ${JSON.stringify(value)}`,
  describeOperation(input, output) {
    const answer = output === undefined ? "" : ` → ${JSON.stringify(output)}`;
    const key = JSON.stringify(input.key);
    switch (input.op) {
      case "get":
        return `get(${key})${answer}`;
      case "put":
        return `put(${key}, ${JSON.stringify(input.value)})`;
      case "append":
        return `append(${key}, ${JSON.stringify(input.arg)})${answer}`;
    }
  },
};
