import { byKey } from "./byKey";
import type { Model } from "./Model";

/** What a client asked of a lock; `key` is the lock's name, `owner` who asks. */
export interface LockInput {
  readonly op: "acquire" | "release";
  readonly key: string;
  readonly owner: string;
}

/** Whether it was done: an acquire is refused while somebody holds the lock, a release when the owner does not. */
export type LockOutput = "done" | "refused";

/** Locks that one owner holds at a time, and that nobody can take twice. The state is one lock's holder. */
export const lockModel: Model<string | null, LockInput, LockOutput> = {
  init: null,
  step(holder, { op, owner }, output) {
    const possible = op === "acquire" ? holder === null : holder === owner;
    if (!possible) return output === "done" ? undefined : holder;
    if (output === "refused") return undefined;
    return op === "acquire" ? owner : null;
  },
  key: (holder) => JSON.stringify(holder),
  partition: byKey,
  isRead: (_, output) => output === "refused",
  describeState: (holder) => (holder === null ? "the lock is free" : `${holder} holds the lock`),
  describeOperation: ({ op, key, owner }, output) =>
    `${op}(${JSON.stringify(key)}) by ${owner}${output === undefined ? "" : ` → ${output}`}`,
};
