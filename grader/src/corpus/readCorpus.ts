import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { Lab } from "toolkit/labs/readLab";
import { readShape } from "toolkit/files/readShape";
import { ToolError } from "toolkit/cli/ToolError";
import { chaffFile, wheatFile } from "toolkit/submission/patchedEntry";
import { recordedExplanation, type RecordedExplanation } from "./explanation";
import { rareFile, type RareMistake } from "./rareFile";

/** A submission whose grade is known beforehand. */
export type CorpusSpecimen =
  /** Right: full marks. */
  | {
      readonly kind: "solution" | "wheat";
      readonly name: string;
      readonly folder: string;
      readonly about: string;
    }
  /** The stubs: no points at all. */
  | { readonly kind: "skeleton"; readonly name: string; readonly folder: string; readonly about: string }
  /** Wrong: each of `caughtBy` fails. */
  | {
      readonly kind: "chaff";
      readonly name: string;
      readonly folder: string;
      readonly about: string;
      readonly caughtBy: readonly string[];
      /** What a student reads; undefined until it is recorded. */
      readonly explanation?: RecordedExplanation;
    }
  /** Wrong, but hardly ever: full marks in most gradings. The test fails in the one run that is known. */
  | {
      readonly kind: "rare";
      readonly name: string;
      readonly folder: string;
      readonly about: string;
      readonly test: string;
      readonly found: RareMistake["found"];
    };

/** Whether every test must pass. */
export function isRightSpecimen({ kind }: CorpusSpecimen): boolean {
  return kind === "solution" || kind === "wheat";
}

/** All specimens of a lab: skeleton, solution, wheats, chaffs, rare mistakes. Throws ToolError for a malformed one. */
export function readCorpus(root: string, lab: Lab): CorpusSpecimen[] {
  const folder = join(root, "corpus", lab.name);
  const solution = join(root, "solutions", lab.name);
  const specimens: CorpusSpecimen[] = [
    { kind: "skeleton", name: "skeleton", folder: lab.folder, about: "the stubs that students get" },
  ];
  if (existsSync(solution))
    specimens.push({ kind: "solution", name: "solution", folder: solution, about: "the reference solution" });
  for (const name of corpusSubfolders(join(folder, "wheats"))) {
    const at = join(folder, "wheats", name);
    const { design } = readCorpusFile(wheatFile, join(at, "wheat.json"));
    specimens.push({ kind: "wheat", name, folder: at, about: design });
  }
  for (const name of corpusSubfolders(join(folder, "chaffs"))) {
    const at = join(folder, "chaffs", name);
    const { mistake, caughtBy } = readCorpusFile(chaffFile, join(at, "chaff.json"));
    expectTestsOf(lab, caughtBy, `${at}/chaff.json`, "caughtBy");
    const file = explanationFile(at);
    const recorded = existsSync(file) ? { explanation: readCorpusFile(recordedExplanation, file) } : {};
    specimens.push({ kind: "chaff", name, folder: at, about: mistake, caughtBy, ...recorded });
  }
  for (const name of corpusSubfolders(join(folder, "rare"))) {
    const at = join(folder, "rare", name);
    const { mistake, test, found } = readCorpusFile(rareFile, join(at, "rare.json"));
    expectTestsOf(lab, [test], `${at}/rare.json`, "test");
    specimens.push({ kind: "rare", name, folder: at, about: mistake, test, found });
  }
  return specimens;
}

function expectTestsOf(lab: Lab, tests: readonly string[], file: string, field: string): void {
  const unknown = tests.filter((test) => !lab.manifest.tests.some((known) => known.name === test));
  if (unknown.length > 0)
    throw new ToolError(`${file}: expected tests of ${lab.name} in ${field}, got ${unknown.join(", ")}`);
}

/** Where a chaff's explanation is. */
export function explanationFile(folder: string): string {
  return join(folder, "explanation.json");
}

function corpusSubfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function readCorpusFile<T>(schema: z.ZodType<T>, file: string): T {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ToolError(`expected JSON in ${file}: ${(error as Error).message}`);
  }
  const shape = readShape(schema, data);
  if (shape.kind === "read") return shape.data;
  throw new ToolError(`${file} is malformed\n${shape.problems}`);
}
