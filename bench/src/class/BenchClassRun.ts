import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { BENCH_ROOT, runBenchProcess, type BenchProcessFigures } from "../measure/runBenchProcess";
import { BENCH_CLASS_LAB } from "./benchClassPrograms";
import { BENCH_CLASS_DUE, type BenchClass } from "./writeBenchClass";

/** Looking at all processes takes a while, and a class takes minutes. */
const SAMPLE_MS = 100;

/** Grades a class of the corpus, in a process of its own. Throws Error when that cannot be done. */
export async function runBenchClass(
  { submissions, roster }: BenchClass,
  out: string,
  { killAfterMs }: { readonly killAfterMs?: number } = {},
): Promise<BenchProcessFigures> {
  const result = await runBenchProcess(
    [
      join(BENCH_ROOT, "grader/bin/teacher.js"),
      ...["class", BENCH_CLASS_LAB, "--submissions", submissions, "--roster", roster],
      ...["--out", out, "--due", BENCH_CLASS_DUE],
    ],
    {
      watchMemory: true,
      sampleMs: SAMPLE_MS,
      ...(killAfterMs === undefined ? {} : { killAfterMs }),
    },
  );
  // 1: somebody could not be graded, which is so in this class.
  if (killAfterMs === undefined && result.exitCode !== 0 && result.exitCode !== 1)
    throw new Error(result.output);
  return result;
}

/** A test's points, as a report and a class's row have them. */
interface BenchTestPoints {
  readonly name: string;
  readonly score: number;
}

/** What a student got. */
export interface BenchClassRow {
  readonly kind: string;
  readonly score?: number;
  readonly tests?: readonly BenchTestPoints[];
}

/** Everybody's rows, by id, as a class that came to its end has written them. */
export function benchClassRows(out: string): ReadonlyMap<string, BenchClassRow> {
  const { students } = JSON.parse(readFileSync(join(out, "class.json"), "utf8")) as {
    students: { id: string; labs: Record<string, BenchClassRow> }[];
  };
  return new Map(students.map(({ id, labs }) => [id, labs[BENCH_CLASS_LAB] ?? { kind: "none" }]));
}

/** Ids whose rows are not the same in two gradings, or are in one of them only. */
export function differingBenchRows(
  one: ReadonlyMap<string, BenchClassRow>,
  other: ReadonlyMap<string, BenchClassRow>,
): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (id) => !isDeepStrictEqual(one.get(id), other.get(id)),
  );
}

/** A submission that is graded alone: what it takes, and what it gets. */
export async function runBenchSingle(
  folder: string,
  out: string,
): Promise<BenchProcessFigures & { readonly row: BenchClassRow }> {
  const json = join(out, "single.json");
  const result = await runBenchProcess(
    [
      join(BENCH_ROOT, "grader/bin/grader.js"),
      ...["grade", BENCH_CLASS_LAB, "--submission", folder, "--json", json, "--reports", out],
      // The walls that a class has when nobody says otherwise.
      ...["--isolation", "process"],
    ],
    { watchMemory: true, sampleMs: SAMPLE_MS },
  );
  if (result.exitCode !== 0 && result.exitCode !== 1) throw new Error(result.output);
  const { score, tests } = JSON.parse(readFileSync(json, "utf8")) as Required<BenchClassRow>;
  return { ...result, row: { kind: "graded", score, tests } };
}

/** Whether a row of a class and a single grading give the same points, in all and for each test. */
export function isSameScore(one: BenchClassRow | undefined, other: BenchClassRow): boolean {
  const points = (row: BenchClassRow | undefined): unknown => [
    row?.score,
    row?.tests?.map(({ name, score }) => [name, score]),
  ];
  return isDeepStrictEqual(points(one), points(other));
}
