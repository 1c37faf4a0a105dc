import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type * as Esbuild from "esbuild";
import { writeInOneGo } from "./writeInOneGo";

const CACHE = resolve(__dirname, "../../../../node_modules/.cache/labrpc");
const ENTRY = join(__dirname, "program.ts");

/** What a bundle was made of, to see whether it still holds. */
interface ProgramManifest {
  readonly node: string;
  /** Absolute paths, with times of change in ms and sizes in bytes. */
  readonly inputs: readonly (readonly [file: string, changed: number, size: number])[];
  readonly program: string;
}

/**
 * The program of a realm process as one file of JavaScript, absolute: nothing else of the kit need be there where it runs.
 * It is made when something in it has changed.
 *
 * @param entry what it begins with, absolute; tests have programs of their own
 */
export function realmProgram(entry = ENTRY): string {
  const id = createHash("sha256").update(entry).digest("hex").slice(0, 16);
  const manifestFile = join(CACHE, `realm-program-${id}.json`);
  try {
    const { node, inputs, program } = JSON.parse(readFileSync(manifestFile, "utf8")) as ProgramManifest;
    if (node === process.version && inputs.every(isUnchangedInput) && statSync(program).isFile())
      return program;
  } catch {
    // Made anew, then.
  }
  return buildRealmProgram(entry, manifestFile);
}

function buildRealmProgram(entry: string, manifestFile: string): string {
  // Loaded here and not above: mostly the program is there already.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { buildSync } = require("esbuild") as typeof Esbuild;
  const { outputFiles, metafile } = buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    // The compiler is never reached: the program is handed compiled code. The other is a part of Node.
    external: ["typescript", "internal/*"],
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text ?? "";
  const name = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const program = join(CACHE, `realm-${name}.js`);
  const inputs = Object.keys(metafile.inputs).map((file) => inputFigures(resolve(file)));
  mkdirSync(CACHE, { recursive: true });
  writeInOneGo(program, text);
  const manifest: ProgramManifest = { node: process.version, inputs, program };
  writeInOneGo(manifestFile, JSON.stringify(manifest));
  return program;
}

function inputFigures(file: string): readonly [string, number, number] {
  const { mtimeMs, size } = statSync(file);
  return [file, mtimeMs, size];
}

function isUnchangedInput([file, changed, size]: readonly [string, number, number]): boolean {
  const [, now, bytes] = inputFigures(file);
  return now === changed && bytes === size;
}
