import { dirname, join, resolve, sep } from "node:path";
import { SyntaxFailure, type BundledModule, type CodeBundle } from "../../simulation/code/CodeBase";
import { findModule, type ModuleFolders, type ModuleResolution } from "../../simulation/code/findModule";
import { LoadedModules, type LoadedModule } from "../../simulation/code/LoadedModules";
import type { RealmCode } from "../../simulation/border/Realm";

/** Folders that are nowhere: no path of the machine reaches student code. */
const FOLDER = resolve("/submission");
const GIVEN = resolve("/given");

/** Student code in a process that has no folder of it. */
export class BundledCode implements RealmCode {
  readonly folder = FOLDER;
  readonly root = FOLDER;
  readonly isDebugged = false;
  readonly #folders: ModuleFolders;
  readonly #files: ReadonlyMap<string, BundledModule>;
  readonly #resolved = new Map<string, ModuleResolution>();
  readonly #modules = new LoadedModules();

  constructor({ own, given, fixed }: CodeBundle) {
    const names = new Set(own.map(({ name }) => name));
    this.#files = new Map([
      ...own.map((module) => [join(FOLDER, module.name), module] as const),
      ...given.map((module) => [join(GIVEN, module.name), module] as const),
    ]);
    this.#folders = {
      folder: FOLDER,
      has: (name) => names.has(name.split(sep).join("/")),
      namesIn: (folder) =>
        [...names].filter((name) => dirname(name) === folder).map((name) => name.split("/").join(sep)),
      given: {
        folder: GIVEN,
        files: new Set(given.map(({ name }) => name)),
        fixed: new Set(fixed),
      },
    };
  }

  resolve(from: string, specifier: string): ModuleResolution {
    const key = `${from}\n${specifier}`;
    let found = this.#resolved.get(key);
    if (found === undefined) this.#resolved.set(key, (found = findModule(this.#folders, from, specifier)));
    return found;
  }

  /** See LoadedModules. */
  get namesClassesByCode(): boolean {
    return this.#modules.namesClassesByCode;
  }

  /** Throws SyntaxFailure when the file does not parse. */
  check(file: string): void {
    this.load(file);
  }

  /** The same. */
  load(file: string): LoadedModule {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const module = this.#files.get(file);
    if (module === undefined) throw new Error(`expected a file of the submission, got ${file}`);
    if (module.problems.length > 0) throw new SyntaxFailure(module.name, module.problems);
    return this.#modules.add(file, module);
  }

  position(file: string, line: number, column: number): string {
    return this.#modules.position(file, line, column);
  }
}
