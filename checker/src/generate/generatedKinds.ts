import { casRegisterModel, type CasRegisterInput, type CasRegisterOutput } from "../models/casRegisterModel";
import type { GeneratedKind, KeyProfile } from "./GeneratedKind";
import { kvModel, type KVInput } from "../models/kvModel";
import { lockModel, type LockInput, type LockOutput } from "../models/lockModel";
import type { SeededNumbers } from "./SeededNumbers";
import {
  versionedKvModel,
  type VersionedKVInput,
  type VersionedKVOutput,
  type VersionedValue,
} from "../models/versionedKvModel";

function writtenNumber({ values = "distinct" }: KeyProfile, numbers: SeededNumbers, fresh: number): number {
  return values === "distinct" ? fresh : numbers.below(values);
}

function isLook({ reads = 0.5 }: KeyProfile, numbers: SeededNumbers): boolean {
  return numbers.happens(reads);
}

/** Gets and puts. */
export const generatedPuts: GeneratedKind<string, KVInput, string> = {
  model: kvModel,
  request: (key, _, profile, numbers, __, fresh) =>
    isLook(profile, numbers)
      ? { op: "get", key }
      : { op: "put", key, value: String(writtenNumber(profile, numbers, fresh)) },
  isLook: ({ op }) => op === "get",
  answer: (value, { op }) => (op === "put" ? "" : value),
  answerAfter: (input) => (input.op === "put" ? input.value : undefined),
};

/** Gets and appends; one write in eight is a put, so that values stay short. */
export const generatedAppends: GeneratedKind<string, KVInput, string> = {
  ...generatedPuts,
  request(key, _, profile, numbers, __, fresh) {
    if (isLook(profile, numbers)) return { op: "get", key };
    const text = `${String(writtenNumber(profile, numbers, fresh))} `;
    return numbers.happens(1 / 8) ? { op: "put", key, value: text } : { op: "append", key, arg: text };
  },
};

/** Gets and conditional puts, one in four with the version of before. */
export const generatedVersions: GeneratedKind<VersionedValue, VersionedKVInput, VersionedKVOutput> = {
  model: versionedKvModel,
  request(key, { version }, profile, numbers, _, fresh) {
    if (isLook(profile, numbers)) return { op: "get", key };
    const asked = numbers.happens(0.25) ? Math.max(0, version - 1) : version;
    return { op: "put", key, value: String(writtenNumber(profile, numbers, fresh)), version: asked };
  },
  isLook: ({ op }) => op === "get",
  answer({ value, version }, input) {
    if (input.op === "get") return version === 0 ? { kind: "no-key" } : { kind: "value", value, version };
    return { kind: input.version === version ? "done" : version === 0 ? "no-key" : "version" };
  },
  answerAfter: (input, output) =>
    input.op === "put" && output?.kind === "done"
      ? { kind: "value", value: input.value, version: input.version + 1 }
      : undefined,
};

/** Reads, writes and compare-and-set, of one register for all keys: the model has no parts. */
export const generatedRegister: GeneratedKind<number | null, CasRegisterInput, CasRegisterOutput> = {
  model: casRegisterModel,
  request(_, state, profile, numbers, __, fresh) {
    if (isLook(profile, numbers)) return { op: "read" };
    const value = writtenNumber(profile, numbers, fresh);
    if (numbers.happens(0.5)) return { op: "write", value };
    return {
      op: "cas",
      from: numbers.happens(0.5) ? (state ?? 0) : writtenNumber(profile, numbers, fresh),
      to: value,
    };
  },
  isLook: ({ op }) => op === "read",
  answer(value, input) {
    if (input.op === "read") return { kind: "value", value };
    return { kind: input.op === "cas" && input.from !== value ? "no-match" : "done" };
  },
  answerAfter(input, output) {
    if (input.op === "read" || output?.kind === "no-match") return undefined;
    return { kind: "value", value: input.op === "cas" ? input.to : input.value };
  },
};

/** Locks that clients acquire and release. */
export const generatedLocks: GeneratedKind<string | null, LockInput, LockOutput> = {
  model: lockModel,
  request(key, holder, { reads = 0.5 }, numbers, client) {
    const owner = numbers.happens(reads) || holder === null ? `c${String(client)}` : holder;
    return { op: holder === owner ? "release" : "acquire", key, owner };
  },
  isLook: () => false,
  answer: (holder, { op, owner }) =>
    (op === "acquire" ? holder === null : holder === owner) ? "done" : "refused",
};
