/**
 * How student code is kept apart, from the weakest to the strongest:
 *
 * - "none": it runs in a realm of the process that forms the verdict;
 * - "process": in a process of its own, with Node's permissions;
 * - "bubblewrap": in such a process, in bubblewrap's namespaces, without network, files or new processes.
 */
export const ISOLATION_TIERS = ["none", "process", "bubblewrap"] as const;

export type IsolationTier = (typeof ISOLATION_TIERS)[number];
