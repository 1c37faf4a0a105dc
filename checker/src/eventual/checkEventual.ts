/** A write, with its place in the order by which the store decides who wins: compared piece by piece. */
export interface StampedWrite {
  readonly key: string;
  readonly value: string;
  /** As [timestamp, server]: numbers by size, texts by their characters; the larger stamp wins. */
  readonly stamp: readonly (number | string)[];
  /** Who wrote it; for messages. */
  readonly client?: string;
}

/** What a store holds when nothing is under way any more. */
export interface FinalState {
  /** For each replica the value of each key it holds. */
  readonly replicas: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** All writes that the store accepted. */
  readonly writes: readonly StampedWrite[];
}

/** One key on one replica that is not as it must be. Undefined values: the key is not there. */
export interface Difference {
  readonly key: string;
  readonly replica: string;
  readonly expected: string | undefined;
  readonly got: string | undefined;
  /**
   * lost: a write won that is not the last. missing: no value at all. unwritten: a value that nobody wrote to the key.
   */
  readonly cause: "lost" | "missing" | "unwritten";
  /** A sentence. */
  readonly reason: string;
}

export type EventualVerdict =
  | { readonly kind: "converged" }
  | {
      readonly kind: "diverged";
      readonly differences: readonly Difference[];
      /** Keys of which not all replicas hold the same. On the others all agree on a wrong value. */
      readonly disagreed: readonly string[];
    }
  /** Two writes of one key with the same stamp and different values: the store's order does not say who wins. */
  | { readonly kind: "unknown"; readonly cause: "history"; readonly reason: string };

/**
 * Whether all replicas hold the same, and for each key the value of its last write by the store's own order: eventual
 * consistency after quiescence with last-writer-wins (Vogels, 2009). Give it the final state of every replica.
 */
export function checkEventual({ replicas, writes }: FinalState): EventualVerdict {
  const last = new Map<string, StampedWrite>();
  for (const write of writes) {
    const winner = last.get(write.key);
    const order = winner === undefined ? 1 : compareWriteStamps(write.stamp, winner.stamp);
    if (order > 0) last.set(write.key, write);
    if (order === 0 && winner?.value !== write.value) {
      return {
        kind: "unknown",
        cause: "history",
        reason: `two writes of ${JSON.stringify(write.key)} have the stamp ${JSON.stringify(write.stamp)}, so nobody can say which is the last`,
      };
    }
  }
  const keys = new Set([...last.keys(), ...Object.values(replicas).flatMap((state) => Object.keys(state))]);
  const differences: Difference[] = [];
  const disagreed: string[] = [];
  for (const key of [...keys].sort()) {
    const values = new Set<string | undefined>();
    for (const [replica, state] of Object.entries(replicas)) {
      const got = Object.hasOwn(state, key) ? state[key] : undefined;
      values.add(got);
      const winner = last.get(key);
      if (got !== winner?.value) differences.push(differenceOfReplica({ key, replica, got, winner, writes }));
    }
    if (values.size > 1) disagreed.push(key);
  }
  return differences.length === 0 ? { kind: "converged" } : { kind: "diverged", differences, disagreed };
}

function differenceOfReplica(what: {
  key: string;
  replica: string;
  got: string | undefined;
  winner: StampedWrite | undefined;
  writes: readonly StampedWrite[];
}): Difference {
  const { key, replica, got, winner, writes } = what;
  const source = writes.find((write) => write.key === key && write.value === got);
  const cause = got === undefined ? "missing" : source === undefined ? "unwritten" : "lost";
  const holds = got === undefined ? "has no value" : `holds ${JSON.stringify(got)}`;
  const why =
    source === undefined
      ? got === undefined
        ? ""
        : ", which nobody wrote to it"
      : `, written with stamp ${JSON.stringify(source.stamp)}${byWriter(source)}`;
  const right =
    winner === undefined
      ? "nobody wrote the key"
      : `the last write is ${JSON.stringify(winner.value)} with stamp ${JSON.stringify(winner.stamp)}${byWriter(winner)}`;
  const reason = `For key ${JSON.stringify(key)}, replica ${replica} ${holds}${why}; ${right}.`;
  return { key, replica, expected: winner?.value, got, cause, reason };
}

function byWriter({ client }: StampedWrite): string {
  return client === undefined ? "" : ` by ${client}`;
}

/** Below 0 when the first is smaller. A number is smaller than a text, a stamp smaller than a longer one it begins. */
function compareWriteStamps(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [first, second] = [a[i] as number | string, b[i] as number | string];
    if (first === second) continue;
    if (typeof first !== typeof second) return typeof first === "number" ? -1 : 1;
    return first < second ? -1 : 1;
  }
  return a.length - b.length;
}
