import * as fc from "fast-check";
import {
  casRegisterModel,
  kvModel,
  lockModel,
  versionedKvModel,
  type CasRegisterInput,
  type CasRegisterOutput,
  type KVInput,
  type LockInput,
  type LockOutput,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "../../src";
import type { RandomKind } from "./randomHistories";

const key = fc.constantFrom("k", "k", "l");
const small = fc.constantFrom("a", "b", "c");

export const kv: RandomKind<string, KVInput, string> = {
  model: kvModel,
  execute(states, input) {
    const value = states.get(input.key) ?? "";
    if (input.op === "get") return value;
    states.set(input.key, input.op === "put" ? input.value : value + input.arg);
    return input.op === "put" ? "" : value;
  },
  inputs: fc.oneof(
    { weight: 3, arbitrary: fc.record({ op: fc.constant("get" as const), key }) },
    { weight: 1, arbitrary: fc.record({ op: fc.constant("put" as const), key, value: small }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant("append" as const), key, arg: small }) },
  ),
  outputs: fc.constantFrom("", "a", "ab", "[0]", "[1]", "[0][1]"),
  unique(input, i) {
    const text = `[${String(i)}]`;
    if (input.op === "get") return input;
    return input.op === "put" ? { ...input, value: text } : { ...input, arg: text };
  },
};

/** Registers: no appends, so that who read from whom is known. */
export const registers: RandomKind<string, KVInput, string> = {
  ...kv,
  inputs: fc.oneof(
    { weight: 3, arbitrary: fc.record({ op: fc.constant("get" as const), key }) },
    { weight: 2, arbitrary: fc.record({ op: fc.constant("put" as const), key, value: small }) },
  ),
  outputs: fc.constantFrom("", "a", "b", "[0]", "[1]", "[2]", "[3]"),
};

const version = fc.integer({ min: 0, max: 4 });

export const versioned: RandomKind<VersionedValue, VersionedKVInput, VersionedKVOutput> = {
  model: versionedKvModel,
  execute(states, input) {
    const state = states.get(input.key) ?? versionedKvModel.init;
    if (input.op === "get") return state.version === 0 ? { kind: "no-key" } : { kind: "value", ...state };
    if (input.version !== state.version) return { kind: state.version === 0 ? "no-key" : "version" };
    states.set(input.key, { value: input.value, version: state.version + 1 });
    return { kind: "done" };
  },
  inputs: fc.oneof(
    { weight: 2, arbitrary: fc.record({ op: fc.constant("get" as const), key }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constant("put" as const), key, value: small, version }) },
  ),
  outputs: fc.oneof(
    fc.constantFrom<VersionedKVOutput>({ kind: "done" }, { kind: "no-key" }, { kind: "version" }),
    fc.record({ kind: fc.constant("value" as const), value: small, version }),
  ),
  unique: (input, i) => (input.op === "get" ? input : { ...input, value: `v${String(i)}` }),
};

const digit = fc.integer({ min: 0, max: 3 });

export const register: RandomKind<number | null, CasRegisterInput, CasRegisterOutput> = {
  model: casRegisterModel,
  execute(states, input) {
    const value = states.get("") ?? null;
    if (input.op === "read") return { kind: "value", value };
    if (input.op === "cas" && value !== input.from) return { kind: "no-match" };
    states.set("", input.op === "cas" ? input.to : input.value);
    return { kind: "done" };
  },
  inputs: fc.oneof(
    fc.record({ op: fc.constant("read" as const) }),
    fc.record({ op: fc.constant("write" as const), value: digit }),
    fc.record({ op: fc.constant("cas" as const), from: digit, to: digit }),
  ),
  outputs: fc.oneof(
    fc.constantFrom<CasRegisterOutput>({ kind: "done" }, { kind: "no-match" }),
    fc.record({ kind: fc.constant("value" as const), value: fc.option(digit) }),
  ),
  unique(input, i) {
    if (input.op === "read") return input;
    return input.op === "write" ? { ...input, value: i } : { ...input, to: i };
  },
};

const owner = fc.constantFrom("x", "y", "z");

export const lock: RandomKind<string | null, LockInput, LockOutput> = {
  model: lockModel,
  execute(states, { op, key, owner }) {
    const holder = states.get(key) ?? null;
    if (op === "acquire" ? holder !== null : holder !== owner) return "refused";
    states.set(key, op === "acquire" ? owner : null);
    return "done";
  },
  inputs: fc.record({ op: fc.constantFrom("acquire" as const, "release" as const), key, owner }),
  outputs: fc.constantFrom("done" as const, "refused" as const),
  unique: (input) => input,
};
