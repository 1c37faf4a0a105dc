import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import ts from "typescript";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import type { TypeCheckRequest } from "./TypeCheck";

/** Everything that exists for the compiler, under paths that are the same on every machine. */
export interface CompilerWorld {
  readonly host: ts.CompilerHost;
  /** Settings that name places in it. */
  readonly places: ts.CompilerOptions;
  /** The compiler's path of a student's file; relative to the submission. */
  readonly pathOf: (file: string) => string;
  /** The other way; undefined for a file that is not the student's. */
  readonly studentFile: (path: string) => string | undefined;
  /** A message without the places that are made up here. */
  readonly cleaned: (message: string) => string;
  /** What student code may import: "labrpc", and files beside the lab's own as "./types". */
  readonly modules: readonly string[];
}

const HOME = "/submission/";
const LIBRARY = "/typescript";
const PACKAGES = "/node_modules";

/** Files of the language, of Node and of labrpc that this process has read, by the compiler's path. */
const libraryFiles = new Map<string, ts.SourceFile>();

/**
 * Builds the compiler's world: the submission's copy, the files that the lab gives, what students import from labrpc,
 * the language's own library and the types of Node. There is nothing else, whatever a file imports or refers to. The
 * student's tsconfig.json and package.json are not among it.
 *
 * The copy and the lab are one folder. The submission's files come before the lab's, but for the fixed ones, as in the
 * simulation.
 */
export function compilerWorld({
  lab,
  labFolder,
  submission,
  given,
  fixed = [],
}: TypeCheckRequest): CompilerWorld {
  const home = `${HOME}${lab}/`;
  const own = new Set(sourcesBelow(submission));
  const files = new Map<string, string>();
  for (const file of given) files.set(home + file, join(labFolder, file));
  for (const file of own) if (!fixed.includes(file)) files.set(home + file, join(submission, file));
  const trees = kitTypeTrees();

  /** Where a file of this world lies on the machine; undefined when there is none. */
  const placeOf = (path: string): string | undefined => {
    const known = files.get(path);
    if (known !== undefined || path.split("/").includes("..")) return known;
    const tree = trees.find(({ at, has }) => path.startsWith(at) && has.test(path.slice(at.length)));
    return tree && join(tree.folder, path.slice(tree.at.length));
  };
  const readFile = (path: string): string | undefined => {
    const place = placeOf(path);
    return place === undefined ? undefined : ts.sys.readFile(place);
  };
  const host: ts.CompilerHost = {
    readFile,
    fileExists: (path) => {
      const place = placeOf(path);
      return place !== undefined && ts.sys.fileExists(place);
    },
    getSourceFile: (path, options) => {
      const kept = libraryFiles.get(path);
      if (kept !== undefined) return kept;
      const text = readFile(path);
      if (text === undefined) return undefined;
      const file = ts.createSourceFile(path, text, options);
      // The same for every submission: a process that checks several reads and binds them once.
      if (!path.startsWith(HOME)) libraryFiles.set(path, file);
      return file;
    },
    getDefaultLibFileName: (options) => `${LIBRARY}/${ts.getDefaultLibFileName(options)}`,
    getDefaultLibLocation: () => LIBRARY,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
  return {
    host,
    places: {
      typeRoots: [`${PACKAGES}/@types`],
      paths: {
        labrpc: [`${PACKAGES}/labrpc/src/index.ts`],
        "labrpc/scenarios": [`${PACKAGES}/labrpc/src/scenarios/index.ts`],
      },
    },
    pathOf: (file) => home + file.split(sep).join("/"),
    studentFile: (path) => {
      const file = path.startsWith(home) ? path.slice(home.length) : "";
      return own.has(file) ? file : undefined;
    },
    cleaned: (message) => message.split(HOME).join(""),
    modules: [
      "labrpc",
      ...[...files.keys()].map((file) => `./${file.slice(home.length).replace(/\.ts$/, "")}`),
    ],
  };
}

/** Folders of the kit and of its packages, and which of their files there are. */
function kitTypeTrees(): { readonly at: string; readonly folder: string; readonly has: RegExp }[] {
  const packages = createRequire(join(KIT_ROOT, "package.json"));
  const types = packages.resolve("@types/node/package.json");
  const undici = createRequire(types).resolve("undici-types/package.json");
  const declarations = /^[\w./-]+\.d\.[cm]?ts$|^package\.json$/;
  return [
    { at: `${LIBRARY}/`, folder: dirname(packages.resolve("typescript")), has: /^lib\.[\w.]*d\.ts$/ },
    { at: `${PACKAGES}/@types/node/`, folder: dirname(types), has: declarations },
    { at: `${PACKAGES}/undici-types/`, folder: dirname(undici), has: declarations },
    {
      at: `${PACKAGES}/labrpc/src/`,
      folder: join(KIT_ROOT, "node_modules/labrpc/src"),
      has: /^(scenarios\/)?\w+\.ts$/,
    },
  ];
}
