import { byKey } from "./byKey";
import type { Model } from "./Model";

/** What a client asked of a store whose values have versions. */
export type VersionedKVInput =
  | { readonly op: "get"; readonly key: string }
  | { readonly op: "put"; readonly key: string; readonly value: string; readonly version: number };

/** What it was answered. "no-key" and "version" say that a put was refused, and why. */
export type VersionedKVOutput =
  | { readonly kind: "value"; readonly value: string; readonly version: number }
  | { readonly kind: "done" }
  | { readonly kind: "no-key" }
  | { readonly kind: "version" };

/** One key; version 0 means that it does not exist. */
export interface VersionedValue {
  readonly value: string;
  readonly version: number;
}

/**
 * A store with conditional puts (MIT 6.5840, lab 2 of 2025): a put is executed when its version is the key's,
 * where 0 creates the key. A put that ended with "ErrMaybe" is one that never returned: no output, and it may
 * have its effect at any time.
 */
export const versionedKvModel: Model<VersionedValue, VersionedKVInput, VersionedKVOutput> = {
  init: { value: "", version: 0 },
  step(state, input, output) {
    if (input.op === "get")
      return output === undefined || isVersionedKvAnswer(state, output) ? state : undefined;
    const fits = input.version === state.version;
    switch (output?.kind) {
      case undefined:
        return fits ? { value: input.value, version: state.version + 1 } : state;
      case "done":
        return fits ? { value: input.value, version: state.version + 1 } : undefined;
      case "no-key":
        return state.version === 0 && !fits ? state : undefined;
      case "version":
        return state.version !== 0 && !fits ? state : undefined;
      case "value":
        return undefined;
    }
  },
  key: ({ value, version }) => `${String(version)} ${value}`,
  partition: byKey,
  isRead: (input, output) => input.op === "get" || output?.kind === "no-key" || output?.kind === "version",
  order: {
    initial: "0",
    footprint(input, output) {
      if (input.op === "get") {
        if (output === undefined) return { kind: "look" };
        return output.kind === "value" && output.version !== 0
          ? { kind: "read", at: nameOfVersion(output.version), detail: output.value }
          : output.kind === "no-key"
            ? { kind: "read", at: "0" }
            : undefined;
      }
      if (output?.kind === "no-key") return { kind: "read", at: "0" };
      if (output?.kind === "version") return { kind: "look" };
      if (output?.kind === "value") return undefined;
      return {
        kind: "change",
        from: nameOfVersion(input.version),
        to: nameOfVersion(input.version + 1),
        detail: input.value,
        once: true,
        orNothing: output === undefined,
      };
    },
  },
  describeState: ({ value, version }) =>
    version === 0
      ? "the key does not exist"
      : `the value is ${JSON.stringify(value)} in version ${String(version)}`,
  describeOperation(input, output) {
    const key = JSON.stringify(input.key);
    const call =
      input.op === "get"
        ? `get(${key})`
        : `put(${key}, ${JSON.stringify(input.value)}, version ${String(input.version)})`;
    return output === undefined ? call : `${call} → ${versionedKvAnswer(output)}`;
  },
};

const NAMES: string[] = [];
const MOST_NAMES = 100_000;

/** A version as the name of a state: for small ones the same text each time, so that it is made and hashed once. */
function nameOfVersion(version: number): string {
  if (!Number.isInteger(version) || version < 0 || version >= MOST_NAMES) return String(version);
  return (NAMES[version] ??= String(version));
}

function isVersionedKvAnswer({ value, version }: VersionedValue, output: VersionedKVOutput): boolean {
  if (output.kind === "no-key") return version === 0;
  return output.kind === "value" && version !== 0 && output.value === value && output.version === version;
}

function versionedKvAnswer(output: VersionedKVOutput): string {
  switch (output.kind) {
    case "value":
      return `${JSON.stringify(output.value)}, version ${String(output.version)}`;
    case "done":
      return "done";
    case "no-key":
      return "ErrNoKey";
    case "version":
      return "ErrVersion";
  }
}
