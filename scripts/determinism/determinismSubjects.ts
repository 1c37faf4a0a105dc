import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Whose report has to be the same everywhere. */
export interface DeterminismSubject {
  readonly lab: string;
  readonly name: string;
  /** What comes after the lab on the command line of `grade`. */
  readonly args: readonly string[];
}

/** Seeds of what is wrong: each of its reports is long after a few. */
const FEW_SEEDS = 5;

/** Chaffs that are there to be found in memory: what is measured on the real heap must not be seen in a report. */
const MEMORY = /^remembers-|kept-for-ever/;

/**
 * The untouched first lab, all solutions, and so many chaffs, spread over the labs; those about memory come first.
 *
 * @param root the kit's
 */
export function determinismSubjects(root: string, chaffs: number): DeterminismSubject[] {
  const labs = readdirSync(root)
    .filter((name) => existsSync(join(root, name, "lab.json")))
    .sort();
  const skeleton = { lab: labs[0] ?? "", name: "skeleton", args: [] };
  const solutions = labs.map((lab) => ({ lab, name: "solution", args: ["--solution"] }));
  const rows = labs.map((lab, index) => {
    const share = Math.floor(chaffs / labs.length) + (index < chaffs % labs.length ? 1 : 0);
    const folder = join(root, "corpus", lab, "chaffs");
    return determinismSpecimens(folder, share).map((name) => {
      // Relative: replay commands in the report name it, and a clone lies elsewhere.
      const submission = ["--submission", `corpus/${lab}/chaffs/${name}`];
      const tests = ["--test", determinismTestsThatCatch(join(folder, name)).join(",")];
      // Not every seed measures: these take all of them.
      const seeds = MEMORY.test(name) ? [] : ["--seeds", String(FEW_SEEDS)];
      return { lab, name, args: [...submission, ...tests, ...seeds] };
    });
  });
  return [skeleton, ...solutions, ...rows.flat()];
}

/** Those about memory, and others at equal distances. */
function determinismSpecimens(folder: string, count: number): string[] {
  const all = existsSync(folder) ? readdirSync(folder).sort() : [];
  const first = all.filter((name) => MEMORY.test(name)).slice(0, count);
  const rest = all.filter((name) => !first.includes(name));
  const more = Math.min(count - first.length, rest.length);
  const others = Array.from({ length: more }, (_, i) => rest[Math.floor((i * rest.length) / more)] ?? "");
  return [...first, ...others].sort();
}

/** The tests that have to find a chaff. The others say of it what they say of a solution. */
function determinismTestsThatCatch(folder: string): readonly string[] {
  const { caughtBy: tests } = JSON.parse(readFileSync(join(folder, "chaff.json"), "utf8")) as {
    caughtBy: readonly string[];
  };
  return tests;
}
