import { nearestModuleName } from "../../realm/nearestModuleName";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Where an import leads: a file, or a message that says why nowhere. */
export type ModuleResolution = { readonly file: string } | { readonly message: string };

/** The folders that modules come from. */
export interface ModuleFolders {
  /** The submission's, absolute. */
  readonly folder: string;
  /** Whether it has a file of this name, which is relative to it. */
  readonly has: (name: string) => boolean;
  /** Names in a folder of it, which is relative to it; they too are relative to it. */
  readonly namesIn: (folder: string) => readonly string[];
  /** Files that a lab gives; names with forward slashes. See GivenFiles. */
  readonly given: {
    readonly folder: string;
    readonly files: ReadonlySet<string>;
    readonly fixed: ReadonlySet<string>;
  };
}

/** Finds the file that an import means. @param from the importing file; "" for a test's own import */
export function findModule(folders: ModuleFolders, from: string, specifier: string): ModuleResolution {
  const { folder, given, has } = folders;
  const base = from === "" ? folder : dirname(from);
  const inside = relative(folder, asInSubmission(folders, resolve(base, specifier)));
  if (inside.startsWith("..") || inside === "")
    return { message: `${specifier} is outside the submission; import only files of your own lab folder` };
  for (const name of moduleFileCandidates(inside)) {
    const portable = name.split(sep).join("/");
    if (given.fixed.has(portable)) return { file: join(given.folder, name) };
    if (has(name)) return { file: join(folder, name) };
    if (given.files.has(portable)) return { file: join(given.folder, name) };
  }
  const importer = relative(folder, asInSubmission(folders, from)).split(sep).join("/");
  const whose = from === "" ? "" : ` (imported by ${importer})`;
  const meant = nearestModuleName(inside, moduleNamesBeside(folders, inside));
  const advice = meant === undefined ? "" : `; did you mean ${meant}?`;
  return { message: `expected a file ${inside}.ts in the submission${whose}, got none${advice}` };
}

/** Names of the submission's modules in the folder of a module, and of the given files, without their endings. */
function moduleNamesBeside({ namesIn, given }: ModuleFolders, inside: string): string[] {
  return [...namesIn(dirname(inside)), ...given.files]
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3));
}

/** Whether a file of this name can be imported. */
export function isModuleName(name: string): boolean {
  return name.endsWith(".ts");
}

/** An import from a given file means the submission's folder as well. */
function asInSubmission({ folder, given }: ModuleFolders, path: string): string {
  const inGiven = relative(given.folder, path);
  return inGiven.startsWith("..") ? path : join(folder, inGiven);
}

function moduleFileCandidates(path: string): string[] {
  const stem = path.replace(/\.[cm]?[jt]s$/, "");
  return [`${stem}.ts`, `${path}.ts`, join(path, "index.ts")];
}
