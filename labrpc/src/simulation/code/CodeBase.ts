import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import vm from "node:vm";
import { HOST_GLOBALS } from "../../realm/globals/hostGlobals";
import { nearestModuleName } from "../../realm/nearestModuleName";
import { compile, inlineMap } from "./compile";
import { debuggedScriptFile, debuggedScriptName } from "../../realm/border/debuggedScriptName";
import { debuggedSourceMap } from "./debuggedSourceMap";
import type { SyntaxProblem } from "./SyntaxProblem";

/** Where student code stands. */
export interface CodeFolders {
  /** The submission: a lab folder with the student's files. Absolute or relative to the working directory. */
  folder: string;
  given?: GivenFiles;
  /**
   * For a debugger: each host gets scripts of its own, named after a file below this folder and the host, as in
   * "lab1/server.ts@server-0", with source maps that lead there. Absolute. Default: the hosts share one script for each
   * file.
   */
  debuggedAs?: string;
}

/** Files that a lab gives. */
export interface GivenFiles {
  readonly folder: string;
  /** Used where the submission has no file of that name. */
  readonly files: readonly string[];
  /** Those of them that are used whatever the submission has: what tests rest on must be the lab's own. Default: none. */
  readonly fixed?: readonly string[];
}

/** Names that the kit gives to each host, where a module uses them. */
const HOST_NAMES = [...HOST_GLOBALS, "globalThis", "global"];

/** A module that is ready to be evaluated, as often as there are hosts. */
export interface LoadedModule {
  readonly script: vm.Script;
  /** The host globals that it takes as parameters, in order. */
  readonly names: readonly string[];
}

/** Where an import leads: a file, or a message that says why nowhere. */
export type ModuleResolution = { readonly file: string } | { readonly message: string };

/** A student's file does not parse. */
export class SyntaxFailure extends Error {
  override readonly name = "SyntaxFailure";
  constructor(
    readonly file: string,
    readonly problems: readonly SyntaxProblem[],
  ) {
    const first = problems[0];
    super(
      `${file}:${String(first?.line ?? 1)}:${String(first?.column ?? 1)}: ${first?.message ?? "does not parse"}`,
    );
  }
}

/** Student code: found, compiled once per process, and run once per host. */
export class CodeBase {
  /** The submission's folder, absolute, with links resolved. */
  readonly folder: string;
  readonly #given: { folder: string; files: ReadonlySet<string>; fixed: ReadonlySet<string> };
  readonly #debuggedAs: string | undefined;
  readonly #modules = new Map<string, LoadedModule>();
  readonly #resolved = new Map<string, ModuleResolution>();
  readonly #maps = new Map<string, SourceMap>();
  /** The text of loaded modules, by the paths that messages show. */
  readonly #sources = new Map<string, string>();

  /** Throws when a folder does not exist. */
  constructor(folders: CodeFolders) {
    this.folder = realpathSync(resolve(folders.folder));
    this.#debuggedAs = folders.debuggedAs;
    this.#given = {
      folder: realpathSync(resolve(folders.given?.folder ?? folders.folder)),
      files: new Set(folders.given?.files ?? []),
      fixed: new Set(folders.given?.fixed ?? []),
    };
  }

  /**
   * Finds a relative import: the file, or an error's message. The submission comes before the given files, and after
   * the fixed ones.
   */
  resolve(from: string, specifier: string): ModuleResolution {
    const key = `${from}\n${specifier}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const found = this.#find(from, specifier);
    this.#resolved.set(key, found);
    return found;
  }

  #find(from: string, specifier: string): ModuleResolution {
    const base = from === "" ? this.folder : dirname(from);
    const wanted = this.#asInSubmission(resolve(base, specifier));
    const inside = relative(this.folder, wanted);
    if (inside.startsWith("..") || inside === "") {
      return {
        message: `${specifier} is outside the submission; import only files of your own lab folder`,
      };
    }
    for (const name of moduleFileCandidates(inside)) {
      const portable = name.split(sep).join("/");
      if (this.#given.fixed.has(portable)) return { file: join(this.#given.folder, name) };
      const own = join(this.folder, name);
      if (isModuleFile(own) && realpathSync(own).startsWith(this.folder + sep)) return { file: own };
      if (this.#given.files.has(portable)) return { file: join(this.#given.folder, name) };
    }
    const whose = from === "" ? "" : ` (imported by ${this.display(from)})`;
    const meant = nearestModuleName(inside, this.#moduleNamesBeside(inside));
    const advice = meant === undefined ? "" : `; did you mean ${meant}?`;
    return { message: `expected a file ${inside}.ts in the submission${whose}, got none${advice}` };
  }

  /** Names of the submission's modules in the folder of a module, and of the given files, without their endings. */
  #moduleNamesBeside(inside: string): string[] {
    const folder = join(this.folder, dirname(inside));
    const own = existsSync(folder) ? readdirSync(folder) : [];
    return [...own.map((name) => join(dirname(inside), name)), ...this.#given.files]
      .filter((name) => name.endsWith(".ts"))
      .map((name) => name.slice(0, -3));
  }

  /** An import from a given file means the submission's folder as well. */
  #asInSubmission(path: string): string {
    const inGiven = relative(this.#given.folder, path);
    return inGiven.startsWith("..") ? path : join(this.folder, inGiven);
  }

  /** The folder below which the submission's scripts seem to be, absolute: where a debugger shows them, or its own. */
  get root(): string {
    return this.#debuggedAs ?? this.folder;
  }

  /** Whether each host has scripts of its own. */
  get isDebugged(): boolean {
    return this.#debuggedAs !== undefined;
  }

  /** Throws SyntaxFailure when the file does not parse. */
  check(file: string): void {
    if (!this.isDebugged) {
      this.load(file, "");
      return;
    }
    const { errors } = compile(file, readFileSync(file, "utf8"), true);
    if (errors.length > 0) throw new SyntaxFailure(this.display(file), errors);
  }

  /** Throws SyntaxFailure when the file does not parse. @param host whose script it is to be, for a debugger */
  load(file: string, host: string): LoadedModule {
    const name = this.isDebugged ? debuggedScriptName(this.#shown(file), host) : file;
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const source = readFileSync(file, "utf8");
    const { js, map, errors } = compile(file, source, true);
    if (errors.length > 0) throw new SyntaxFailure(this.display(file), errors);
    const shown = this.#shown(file);
    this.#sources.set(this.display(file), source);
    this.#maps.set(shown, new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]));
    const names = HOST_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(js));
    const head = `(function (${["exports", "require", "module", "$tick", ...names].join(", ")}) { "use strict"; { `;
    // The block lets a module declare a name of its own that is a parameter too, as `import crypto` does.
    const shownMap = this.isDebugged ? debuggedSourceMap(map, shown, source) : map;
    const script = new vm.Script(`${head}${js}\n}})${inlineMap(shownMap)}`, {
      filename: name,
      columnOffset: -head.length,
    });
    const loaded = { script, names };
    this.#modules.set(name, loaded);
    return loaded;
  }

  /** The file that the student edits, of which this one is a copy. */
  #shown(file: string): string {
    const inside = relative(this.folder, file);
    return this.#debuggedAs === undefined || inside.startsWith("..") ? file : join(this.#debuggedAs, inside);
  }

  /** Where a position of compiled code stands in the source, as "LINE:COLUMN". @param file a path or a script's name */
  position(file: string, line: number, column: number): string {
    const entry = this.#maps.get(debuggedScriptFile(file))?.findEntry(line - 1, column - 1);
    if (entry === undefined || !("originalLine" in entry)) return `${String(line)}:${String(column)}`;
    return `${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
  }

  /** What stands at a place of a loaded module, to the end of its line; "" when there is no such place. @param place "FILE:LINE:COLUMN" */
  textAt(place: string): string {
    const [, file = "", line = "", column = ""] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
    const text = this.#sources.get(file)?.split("\n")[Number(line) - 1] ?? "";
    return text.slice(Math.max(0, Number(column) - 1));
  }

  /** A path as messages show it: relative to the submission, with forward slashes. */
  display(file: string): string {
    return relative(this.folder, file).split(sep).join("/");
  }
}

function moduleFileCandidates(path: string): string[] {
  const stem = path.replace(/\.[cm]?[jt]s$/, "");
  return [`${stem}.ts`, `${path}.ts`, join(path, "index.ts")];
}

function isModuleFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
