import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";
import { BENCH_ROOT } from "../measure/runBenchProcess";

export const BENCH_CLASS_LAB = "lab1";

/** What one student of a class made of the corpus hands in: texts by file name. */
export interface BenchClassProgram {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Lab 1's right programs, its wrong ones, and submissions that attack the grader. */
export interface BenchClassPrograms {
  readonly right: readonly BenchClassProgram[];
  readonly wrong: readonly BenchClassProgram[];
  readonly hostile: readonly BenchClassProgram[];
}

/** Reads the solution, the wheats, the chaffs and the attacks of lab 1. */
export function benchClassPrograms(): BenchClassPrograms {
  const solution = filesIn(join(BENCH_ROOT, "solutions", BENCH_CLASS_LAB));
  return {
    right: [{ name: "solution", files: solution }, ...entriesOf("wheats")],
    wrong: entriesOf("chaffs"),
    hostile: hostilePrograms(),
  };
}

function entriesOf(kind: "wheats" | "chaffs"): BenchClassProgram[] {
  const folder = join(BENCH_ROOT, "corpus", BENCH_CLASS_LAB, kind);
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const entry = join(folder, name);
      const made = materialisePatchedEntry(BENCH_ROOT, BENCH_CLASS_LAB, entry);
      try {
        return { name: `${kind}/${name}`, files: filesIn(made?.folder ?? entry) };
      } finally {
        made?.dispose();
      }
    });
}

/** Attacks that are programs. Those made of links and the like need a stage of their own: `npm run attacks`. */
function hostilePrograms(): BenchClassProgram[] {
  const attacks = join(BENCH_ROOT, "attacks");
  const base = filesIn(join(attacks, "base/throws"));
  const probe = readFileSync(join(attacks, "base/probe.ts"), "utf8");
  const nothing = ["BACKWARDS", "CANARY_FILE", "GUARD", "TEMPORARY", "KIT"];
  const target = nothing.map((name) => `export const ${name}: string = "none";\n`).join("");
  return ["realm", "oracle", "reports", "resources"].flatMap((kind) => {
    const folder = join(attacks, "corpus", kind);
    return readdirSync(folder)
      .sort()
      .filter((name) => {
        const manifest = readFileSync(join(folder, name, "attack.json"), "utf8");
        return /"base": "throws"/.test(manifest) && !readdirSync(join(folder, name)).includes("prepare.ts");
      })
      .map((name) => ({
        name: `attacks/${kind}/${name}`,
        files: new Map([
          ...base,
          ["probe.ts", probe],
          ["target.ts", target],
          ...filesIn(join(folder, name)),
        ] as const),
      }));
  });
}

/** The TypeScript in a folder. */
function filesIn(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && name !== "prepare.ts")
      .sort()
      .map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name), "utf8")]),
  );
}
