import { SourceMap } from "node:module";
import vm from "node:vm";
import { HOST_GLOBALS } from "../../realm/globals/hostGlobals";
import { inlineMap } from "./compile";

/** A module that is ready to be evaluated, as often as there are hosts. */
export interface LoadedModule {
  readonly script: vm.Script;
  /** The host globals that it takes as parameters, in order, and what its classes call that tell their private fields. */
  readonly names: readonly string[];
}

/** A file of student code as JavaScript. */
export interface CompiledModule {
  readonly js: string;
  /** Source map, version 3, as JSON text. */
  readonly map: string;
  /** Set when its classes tell their private fields: what they call; see `seePrivates`. */
  readonly tellsPrivates?: string;
  /** The file that a debugger shows. Default: the script's name. */
  readonly shown?: string;
  /** The map that a debugger reads. Default: `map`. */
  readonly shownMap?: string;
}

/** Names that the kit gives to each host, where a module uses them. */
const HOST_NAMES = [...HOST_GLOBALS, "globalThis", "global"];

/** Compiled files of student code, as scripts, with what their stack traces need. */
export class LoadedModules {
  readonly #modules = new Map<string, LoadedModule>();
  readonly #maps = new Map<string, SourceMap>();
  #namesClassesByCode = false;

  get(file: string): LoadedModule | undefined {
    return this.#modules.get(file);
  }

  /** Whether some code may answer by itself of what class an object is, or for a class what its objects are. */
  get namesClassesByCode(): boolean {
    return this.#namesClassesByCode;
  }

  /** @param name of the script */
  add(name: string, { js, map, shown = name, shownMap = map, tellsPrivates }: CompiledModule): LoadedModule {
    this.#namesClassesByCode ||= /toStringTag|hasInstance/.test(js);
    this.#maps.set(shown, new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]));
    const names = HOST_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(js));
    // Not a parameter like the others: a module sees those as its `arguments`.
    const see = tellsPrivates === undefined ? "" : `(${tellsPrivates}) => `;
    const head = `(${see}function (${["exports", "require", "module", "$tick", ...names].join(", ")}) { "use strict"; { `;
    // The block lets a module declare a name of its own that is a parameter too, as `import crypto` does.
    const script = new vm.Script(`${head}${js}\n}})${inlineMap(shownMap)}`, {
      filename: name,
      columnOffset: -head.length,
    });
    const loaded = { script, names: tellsPrivates === undefined ? names : [...names, tellsPrivates] };
    this.#modules.set(name, loaded);
    return loaded;
  }

  /** Where a position of compiled code stands in the source, as "LINE:COLUMN". */
  position(file: string, line: number, column: number): string {
    const entry = this.#maps.get(file)?.findEntry(line - 1, column - 1);
    if (entry === undefined || !("originalLine" in entry)) return `${String(line)}:${String(column)}`;
    return `${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
  }
}
