import type { Profiler } from "node:inspector";

/** Where time goes. */
export const BENCH_TIME_PARTS = ["kernel", "student", "simulation", "checker", "garbage", "other"] as const;

export type BenchTimePart = (typeof BENCH_TIME_PARTS)[number];

/** Per cent of the sampled processor time; together 100. All 0 without a sample. */
export type BenchTimeShares = Readonly<Record<BenchTimePart, number>>;

/** By the path below the kit's root; the first that fits counts. */
const FOLDERS: readonly (readonly [RegExp, BenchTimePart])[] = [
  // `labrpc/src` without a room is what student code sees, and is compiled into its realm.
  [/^labrpc\/src\/(realm\/|[^/]+$)/, "kernel"],
  [/^labrpc\/src\//, "simulation"],
  [/^solutions\//, "student"],
  [/^lab\d+\/tests\//, "checker"],
  [/^lab\d+\/given\//, "simulation"],
  // Errors and types that come with the lab, and that a submission uses.
  [/^lab\d+\//, "student"],
  [/^(checker|harness)\//, "checker"],
];

/** Part of the time that a function's file belongs to. `url` is that of the profiler: a path, or `file://` and a path. */
export function benchTimePartOf(url: string, root: string): BenchTimePart {
  const path = decodeURI(url)
    .replace(/^file:\/\/(\/(?=[A-Za-z]:))?/, "")
    .replaceAll("\\", "/");
  const base = root.replaceAll("\\", "/");
  if (!path.startsWith(`${base}/`)) return "other";
  const below = path.slice(base.length + 1);
  return FOLDERS.find(([folder]) => folder.test(below))?.[1] ?? "other";
}

/**
 * Sums up a profile of the inspector, where each sample counts as long as the time to the one before it. A function of
 * the engine, such as `Map.prototype.get`, has no file: it counts for the one that called it. Idle time and the
 * profiler's own are left out.
 */
export function benchTimeShares(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  root: string,
): BenchTimeShares {
  const parts = new Map<number, BenchTimePart | undefined>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const partOf = (id: number): BenchTimePart | undefined => {
    const { functionName = "", url = "" } = byId.get(id)?.callFrame ?? {};
    if (functionName === "(garbage collector)") return "garbage";
    if (functionName === "(idle)" || url === "node:inspector") return undefined;
    if (url !== "") return benchTimePartOf(url, root);
    const parent = parents.get(id);
    return parent === undefined ? "other" : knownPartOf(parent);
  };
  const knownPartOf = (id: number): BenchTimePart | undefined => {
    if (!parts.has(id)) parts.set(id, partOf(id));
    return parts.get(id);
  };
  const times: Record<BenchTimePart, number> = {
    kernel: 0,
    student: 0,
    simulation: 0,
    checker: 0,
    garbage: 0,
    other: 0,
  };
  samples.forEach((id, index) => {
    const part = knownPartOf(id);
    if (part !== undefined) times[part] += Math.max(0, timeDeltas[index] ?? 0);
  });
  const total = Object.values(times).reduce((sum, time) => sum + time, 0);
  for (const part of BENCH_TIME_PARTS) times[part] = total === 0 ? 0 : (times[part] * 100) / total;
  return times;
}
