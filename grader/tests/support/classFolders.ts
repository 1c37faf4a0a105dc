import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RowBasis } from "../../src/class/keep/RowBasis";
import { runClassCommand } from "../../src/class/runClassCommand";
import type { GradeContext } from "../../src/grade/GradeContext";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { FIXTURE_KIT, runCommand, typesUnchecked, type Ran } from "./runGrade";

/** Full marks in the small kit's lab "sum". */
export const RIGHT = readFileSync(join(FIXTURE_KIT, "solutions/sum/client.ts"), "utf8");
/** Adds the first two only. */
export const WRONG = `export class Adder { sum(numbers: number[]): number { return (numbers[0] ?? 0) + (numbers[1] ?? 0); } }\n`;

/** A row's basis that says nothing. */
export const NO_BASIS: RowBasis = {
  submission: "",
  kit: "",
  version: { version: "1.0.0" },
  shared: "",
  tests: {},
  manifest: "",
  secretSeeds: "",
  walls: "none",
  handedIn: "",
};

/** Four students. */
export const ROSTER = "username,name\nada,Ada L\nbob,Bob B\ncy,Cy C\ndee,Dee D\n";

/** Where the submissions of a class are, and where its results go. */
export interface ClassFolders {
  readonly submissions: string;
  readonly out: string;
  readonly roster: string;
}

/** Makes a class of files, by their names below the folder of submissions. */
export function classOf(files: Readonly<Record<string, string>>, roster = ROSTER): ClassFolders {
  const folder = temporaryFolder({ "roster.csv": roster });
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, "in", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { submissions: join(folder, "in"), out: join(folder, "out"), roster: join(folder, "roster.csv") };
}

/** Grades the lab "sum" of a class in one process, without a look at types. */
export function gradeFolders({ submissions, out, roster }: ClassFolders, ...more: string[]): Promise<Ran> {
  return gradeFoldersOf(FIXTURE_KIT, { submissions, out, roster }, ...more);
}

/** The same with the labs of another kit. */
export function gradeFoldersOf(
  root: string,
  { submissions, out, roster }: ClassFolders,
  ...more: string[]
): Promise<Ran> {
  const changes: Partial<GradeContext> = { checkTypes: typesUnchecked, root };
  // Which walls there are depends on the machine.
  const walls = more.includes("--isolation") ? [] : ["--isolation", "none"];
  return runCommand(
    runClassCommand,
    ["sum", "--submissions", submissions, "--out", out, "--roster", roster, "--jobs", "1", ...walls, ...more],
    changes,
  );
}

/** A row of class.json. */
export interface WrittenRow {
  readonly kind: string;
  readonly score?: number;
  readonly reason?: string;
}

/** The rows of a class by student's id. */
export function rowsOf({ out }: Pick<ClassFolders, "out">): Record<string, WrittenRow> {
  const { students } = JSON.parse(readFileSync(join(out, "class.json"), "utf8")) as {
    students: { id: string; labs: Record<string, WrittenRow> }[];
  };
  return Object.fromEntries(students.map(({ id, labs }) => [id, labs.sum ?? { kind: "none" }]));
}
