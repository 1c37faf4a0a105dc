import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import * as tar from "tar";
import { BENCH_CLASS_LAB, benchClassPrograms, type BenchClassProgram } from "./benchClassPrograms";
import { renamedProgram } from "./renamedProgram";

/** When the class of `writeBenchClass` had to hand in. */
export const BENCH_CLASS_DUE = "2026-10-01T23:59:00Z";

/** What twenty students hand in, and again the next twenty: half of the programs are right. */
const TWENTY = [
  ...["plain", "deeper", "plain", "renamed", "plain", "reformatted", "plain", "zipped", "plain", "late"],
  ...[
    "scenarios",
    "deeper",
    "plain",
    "renamed",
    "broken",
    "reformatted",
    "plain",
    "tarred",
    "hostile",
    "broken",
  ],
] as const;
export type BenchSubmissionKind = (typeof TWENTY)[number];

/** A student of the class. */
export interface BenchClassStudent {
  readonly id: string;
  readonly kind: string;
  /** Which program of the corpus it is made of. */
  readonly program: string;
  /** What was handed in, as a folder that `grade --submission` takes; absolute. Undefined where there is none. */
  readonly folder: string | undefined;
}

/** Where the class is; absolute. */
export interface BenchClass {
  readonly submissions: string;
  readonly roster: string;
  /** Those who handed in, in the order of their ids. */
  readonly students: readonly BenchClassStudent[];
  /** Those who are on the roster and handed in nothing. */
  readonly missing: number;
}

/**
 * Writes the submissions of a class, made of lab 1's corpus: as they are, renamed, reformatted, in archives, some
 * folders deeper, broken, late, and hostile. No two are the same, as a comment with the student's id is in each.
 * The same number of students gives the same class.
 *
 * @param folder empty, absolute
 */
export async function writeBenchClass(folder: string, count: number): Promise<BenchClass> {
  const submissions = join(folder, "submissions");
  const { right, wrong, hostile } = benchClassPrograms();
  const solution = right[0] as BenchClassProgram;
  const students: BenchClassStudent[] = [];
  for (let at = 0; at < count; at++) {
    const id = `s${String(at + 1).padStart(3, "0")}`;
    const kind = TWENTY[at % TWENTY.length] ?? "plain";
    const twenties = Math.floor(at / TWENTY.length);
    // Right and wrong in turns, and the other way round among the next twenty: each kind gets both.
    const from = kind === "hostile" ? hostile : (at + twenties) % 2 === 0 ? right : wrong;
    const program = from[(Math.floor(at / 2) + twenties) % from.length] as BenchClassProgram;
    const files = new Map([...program.files].map(([name, text]) => [name, `// ${id}\n${text}`]));
    const given = kind === "scenarios" ? solution.files.get("scenarios.ts") : undefined;
    if (given !== undefined) files.set("scenarios.ts", given);
    const made = kind === "broken" ? brokenFiles(files, at) : changedFiles(kind, files, id);
    const plain = join(folder, "plain", id);
    await handIn(kind, made, { submissions, id, plain });
    const isFolder = made.has("client.ts") && made.has("server.ts");
    students.push({ id, kind, program: program.name, folder: isFolder ? plain : undefined });
  }
  const absent = Math.ceil(count / TWENTY.length);
  const missing = Array.from({ length: absent }, (_, at) => `m${String(at + 1).padStart(3, "0")}`);
  const roster = join(folder, "roster.csv");
  const rows = [...students.map(({ id }) => id), ...missing].map((id) => `${id},Student ${id}`);
  writeFileSync(roster, ["username,name", ...rows, ""].join("\n"));
  return { submissions, roster, students, missing: absent };
}

type Files = ReadonlyMap<string, string>;

function changedFiles(kind: string, files: Files, id: string): Files {
  const each = (change: (text: string) => string): Files =>
    new Map([...files].map(([name, text]) => [name, change(text)]));
  // Types stay: what was given is imported by its name.
  if (kind === "renamed") return each((text) => renamedProgram(text, id));
  if (kind === "reformatted")
    return each((text) => text.replaceAll("\n\n", "\n").replace(/^ +/gm, "\t").replaceAll("\n", "\r\n"));
  return files;
}

/** What cannot be right whatever it was made of. */
function brokenFiles(files: Files, at: number): Files {
  const broken = new Map(files);
  const client = files.get("client.ts") ?? "";
  const how = Math.floor(at / TWENTY.length) % 4;
  if (how === 0) broken.set("client.ts", client.slice(0, client.lastIndexOf("}")));
  if (how === 1) broken.delete("server.ts");
  if (how === 2) broken.set("client.ts", `${client}\nthrow new Error("left in by mistake");\n`);
  if (how === 3) broken.set("client.ts", `${client}\nfor (;;) {}\n`);
  return broken;
}

async function handIn(
  kind: string,
  files: Files,
  { submissions, id, plain }: { readonly submissions: string; readonly id: string; readonly plain: string },
): Promise<void> {
  mkdirSync(submissions, { recursive: true });
  writeFiles(plain, files);
  const inLab = new Map([...files].map(([name, text]) => [`${BENCH_CLASS_LAB}/${name}`, text]));
  if (kind === "zipped")
    writeFileSync(
      join(submissions, `${id}.zip`),
      zipSync(Object.fromEntries([...inLab].map(([name, text]) => [name, Buffer.from(text)]))),
    );
  else if (kind === "tarred")
    await tar.create({ gzip: true, file: join(submissions, `${id}.tgz`), cwd: plain }, [...files.keys()]);
  else if (kind === "deeper") writeFiles(join(submissions, id, `work-of-${id}`), inLab);
  else writeFiles(join(submissions, id), inLab);
  if (kind === "late") commitLate(join(submissions, id), Number(id.slice(1)));
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A repository whose last commit is up to six days late. Without git, it is a folder like any other. */
function commitLate(folder: string, number: number): void {
  const time = new Date(Date.parse(BENCH_CLASS_DUE) + ((number % 6) * 24 + 1) * 3_600_000).toISOString();
  const identity = ["-c", "user.name=student", "-c", "user.email=student@localhost"];
  for (const args of [
    ["init", "--quiet"],
    ["add", "--all"],
    [...identity, "commit", "--quiet", "--message", "Lab 1"],
  ])
    spawnSync("git", args, {
      cwd: folder,
      env: { ...process.env, GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time },
    });
}
