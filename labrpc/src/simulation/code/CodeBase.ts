import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { debuggedScriptFile, debuggedScriptName } from "../../realm/border/debuggedScriptName";
import { compile } from "./compile";
import { debuggedSourceMap } from "./debuggedSourceMap";
import { findModule, isModuleName, type ModuleFolders, type ModuleResolution } from "./findModule";
import { LoadedModules, type LoadedModule } from "./LoadedModules";
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
  /** The submission's files, compiled; none is read from the folder then. Default: those of the folder. */
  modules?: readonly BundledModule[];
  /**
   * Whether this is code of the kit's own choice, which needs no process of its own. Such code of one folder shares its
   * realms, so that the kernel in them need not start cold for each program. Default: no.
   */
  trusted?: boolean;
  /** Whether classes are to tell their private fields; see `CodeBase.telling`. Default: no. */
  telling?: boolean;
}

/** Files that a lab gives. */
export interface GivenFiles {
  readonly folder: string;
  /** Used where the submission has no file of that name. */
  readonly files: readonly string[];
  /** Those of them that are used whatever the submission has: what tests rest on must be the lab's own. Default: none. */
  readonly fixed?: readonly string[];
}

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
  readonly #folders: ModuleFolders;
  readonly #options: CodeFolders;
  readonly #debuggedAs: string | undefined;
  #telling: CodeBase | undefined;
  readonly #modules = new LoadedModules();
  /** The text of loaded modules, by the paths that messages show. */
  readonly #sources = new Map<string, string>();
  readonly #resolved = new Map<string, ModuleResolution>();
  /** The submission's files by their names, where they are not read from the folder. */
  readonly #bundled: ReadonlyMap<string, BundledModule> | undefined;
  /** Whether this is code of the kit's own choice. */
  readonly isTrusted: boolean;
  readonly realmsOf: object;

  /** Throws when a folder does not exist. */
  constructor(folders: CodeFolders) {
    const folder = realpathSync(resolve(folders.folder));
    this.folder = folder;
    this.#options = folders;
    this.#debuggedAs = folders.debuggedAs;
    this.isTrusted = folders.trusted === true;
    this.realmsOf = this.isTrusted ? realmsOfTrusted(folder) : this;
    const bundled =
      folders.modules && new Map(folders.modules.map((module) => [module.name, module] as const));
    this.#bundled = bundled;
    this.#folders = {
      folder,
      has: (name) => {
        if (bundled !== undefined) return bundled.has(name.split(sep).join("/"));
        const file = join(folder, name);
        return isModuleFile(file) && realpathSync(file).startsWith(folder + sep);
      },
      namesIn: (inside) => {
        if (bundled !== undefined) return [...bundled.keys()];
        const beside = join(folder, inside);
        return existsSync(beside) ? readdirSync(beside).map((name) => join(inside, name)) : [];
      },
      given: {
        folder: realpathSync(resolve(folders.given?.folder ?? folders.folder)),
        files: new Set(folders.given?.files ?? []),
        fixed: new Set(folders.given?.fixed ?? []),
      },
    };
  }

  /** The same code, whose classes tell their private fields: for runs whose state is recorded. */
  get telling(): CodeBase {
    if (this.#isTelling) return this;
    return (this.#telling ??= new CodeBase({ ...this.#options, telling: true }));
  }

  get #isTelling(): boolean {
    return this.#options.telling === true;
  }

  /** See LoadedModules. */
  get namesClassesByCode(): boolean {
    return this.#modules.namesClassesByCode;
  }

  /**
   * Finds a relative import: the file, or an error's message. The submission comes before the given files, and after
   * the fixed ones.
   */
  resolve(from: string, specifier: string): ModuleResolution {
    const key = `${from}\n${specifier}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const found = findModule(this.#folders, from, specifier);
    this.#resolved.set(key, found);
    return found;
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
    const { errors } = compile(file, readFileSync(file, "utf8"), true, this.#isTelling);
    if (errors.length > 0) throw new SyntaxFailure(this.display(file), errors);
  }

  /** Throws SyntaxFailure when the file does not parse. @param host whose script it is to be, for a debugger */
  load(file: string, host: string): LoadedModule {
    const shown = this.#shown(file);
    const name = this.isDebugged ? debuggedScriptName(shown, host) : file;
    const known = this.#modules.get(name);
    if (known !== undefined) return known;
    const bundled = this.#bundled?.get(this.display(file));
    if (bundled !== undefined) return this.#modules.add(name, bundled);
    const source = readFileSync(file, "utf8");
    const { errors, ...compiled } = compile(file, source, true, this.#isTelling);
    if (errors.length > 0) throw new SyntaxFailure(this.display(file), errors);
    this.#sources.set(this.display(file), source);
    const { map } = compiled;
    const shownMap = this.isDebugged ? debuggedSourceMap(map, shown, source) : map;
    return this.#modules.add(name, { ...compiled, shownMap, shown });
  }

  /** The file that the student edits, of which this one is a copy. */
  #shown(file: string): string {
    const inside = relative(this.folder, file);
    return this.#debuggedAs === undefined || inside.startsWith("..") ? file : join(this.#debuggedAs, inside);
  }

  /** Where a position of compiled code stands in the source, as "LINE:COLUMN". @param file a path or a script's name */
  position(file: string, line: number, column: number): string {
    return this.#modules.position(debuggedScriptFile(file), line, column);
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

  /** The submission's own files, absolute. */
  sourceFiles(): string[] {
    return this.#sourceNames().map((name) => join(this.folder, name));
  }

  #sourceNames(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: "utf8" }).filter(
      (name) => isModuleName(name) && !name.split(sep).includes("node_modules") && this.#folders.has(name),
    );
  }

  /** All that another process needs to run this code, without a path of this machine. */
  bundle(): CodeBundle {
    const { given } = this.#folders;
    return {
      own: this.#sourceNames().map((name) => bundledModule(this.folder, name, this.#isTelling)),
      given: [...given.files, ...given.fixed]
        .filter((name, index, all) => all.indexOf(name) === index && isModuleFile(join(given.folder, name)))
        .map((name) => bundledModule(given.folder, name, this.#isTelling)),
      fixed: [...given.fixed],
    };
  }
}

const trustedFolders = new Map<string, object>();

/** What all code of the kit's own choice in a folder has its realms by. */
function realmsOfTrusted(folder: string): object {
  let key = trustedFolders.get(folder);
  if (key === undefined) trustedFolders.set(folder, (key = { folder }));
  return key;
}

/** A file of student code, compiled. */
export interface BundledModule {
  /** Relative to its folder, with forward slashes. */
  readonly name: string;
  readonly js: string;
  readonly map: string;
  /** As in Compiled. */
  readonly tellsPrivates?: string;
  readonly problems: readonly SyntaxProblem[];
}

/** Student code as texts. */
export interface CodeBundle {
  readonly own: readonly BundledModule[];
  readonly given: readonly BundledModule[];
  /** Names of given files that come before the submission's own. */
  readonly fixed: readonly string[];
}

function bundledModule(folder: string, name: string, telling: boolean): BundledModule {
  const file = join(folder, name);
  const { errors, ...compiled } = compile(file, readFileSync(file, "utf8"), true, telling);
  return { name: name.split(sep).join("/"), ...compiled, problems: errors };
}

function isModuleFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
