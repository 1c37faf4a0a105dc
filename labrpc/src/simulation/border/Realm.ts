import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { CODE_BRIDGE, RUN_BRIDGE, type CodeBridge, type RunBridge } from "../../realm/border/Bridge";
import type { Kernel, KernelOptions } from "../../realm/kernel";
import { Border } from "./Border";
import { SyntaxFailure, type CodeBase } from "../code/CodeBase";
import { compile, inlineMap } from "../code/compile";
import { formatStacksBy } from "./formatStacksBy";
import { hashPieces } from "./hashPieces";

/** Loop rounds and function calls that one event may make before it counts as endless. */
export const MAX_TICKS = 2_000_000;
/** Requests that one event may send before it counts as endless. */
export const MAX_CALLS = 10_000;
/** Timers that one event may set before it counts as endless. */
export const MAX_TIMERS = 100_000;
/** Times one event may read the clock before it counts as busy waiting. */
export const MAX_CLOCK_READS = 20_000;

/** Node adds these two to its own realm only; `using` needs them. */
const symbols = new vm.Script(`for (const name of ["dispose", "asyncDispose"]) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol("Symbol." + name) });
}`);
const KIT = resolve(__dirname, "../..");
/** Packages look for a console, and the realm has none of its own. */
const HEAD = "(function (exports, require, module, console) { ";
const scripts = new Map<string, vm.Script>();
const requireHere = createRequire(__filename);
/** What all realms of this process have too much; found in the first. */
let surplus: string | undefined;

/** A realm, seen from the kit. It serves one run at a time. */
export interface Realm {
  readonly kernel: Kernel;
  /** How many runs it has served, the present one included. */
  readonly runs: number;
  /** Whether a run was stopped in the middle of the kit's own work. */
  readonly isBroken: boolean;
  /** Begins a run, whose calls go to this bridge. @param recording see `Kernel.begin` */
  begin(bridge: RunBridge, recording: boolean): void;
  /** Ends the run. */
  end(): void;
}

/**
 * Makes a realm: a `vm` context of its own, in which student code gets intrinsics of its own, and the kernel
 * in it. `vm` is no security boundary by itself; what makes it hold is that nothing of the kit's realm is
 * handed in, that code generation from strings is off, and that a process stands around it.
 */
export function createRealm(code: CodeBase): Realm {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
  });
  symbols.runInContext(context);
  const requireIn = kitModules(context);
  const border = new Border();
  const files: Pick<KernelOptions, "load" | "names" | "library"> = {
    load: (file, host) =>
      code.load(file, host).script.runInContext(context) as ReturnType<KernelOptions["load"]>,
    names: (file, host) => code.load(file, host).names.join(","),
    library: (name) => requireIn(kitLibraryFile(name), name === "events"),
  };
  const options: KernelOptions = {
    failure: border.failure,
    surplus,
    root: code.root + sep,
    debugged: code.isDebugged,
    maxTicks: MAX_TICKS,
    maxCalls: MAX_CALLS,
    maxTimers: MAX_TIMERS,
    maxClockReads: MAX_CLOCK_READS,
    ...border.checked(["load", "names", "library"], () => files),
  };
  let run: RunBridge | undefined;
  const ofRun = border.checked(RUN_BRIDGE, () => {
    if (run === undefined) throw new Error("expected a run in this realm, got a call after its end");
    return run;
  });
  const ofCode = codeBridgeOf(code);
  const bridge = { ...ofRun, ...border.checked(CODE_BRIDGE, () => ofCode) };
  const { createKernel } = requireIn(join(KIT, "realm", "kernel.ts")) as {
    createKernel: (b: typeof bridge, o: KernelOptions) => Kernel;
  };
  const kernel = createKernel(bridge, options);
  ({ surplus } = kernel);
  let runs = 0;
  return {
    kernel,
    get runs() {
      return runs;
    },
    get isBroken() {
      return border.isBroken;
    },
    begin(to, recording) {
      run = to;
      runs += 1;
      formatStacksBy(kernel.formatStack);
      kernel.begin(recording);
    },
    end() {
      kernel.end();
      run = undefined;
    },
  };
}

/** Evaluates files of the kit, and of packages, in a context: each once, or anew. */
function kitModules(context: vm.Context): (file: string, anew?: boolean) => object {
  const modules = new Map<string, { exports: object }>();
  const requireIn = (file: string, anew = false): object => {
    const known = modules.get(file);
    if (known !== undefined && !anew) return known.exports;
    const module = { exports: vm.runInContext("({})", context) as object };
    if (!anew) modules.set(file, module);
    const run = kitScript(file).runInContext(context) as (
      exports: object,
      require: (name: string) => object,
      module: { exports: object },
    ) => void;
    run(module.exports, (name) => requireIn(findKitModule(file, name)), module);
    return module.exports;
  };
  return requireIn;
}

function codeBridgeOf(code: CodeBase): CodeBridge {
  return {
    resolve: (from, specifier) => {
      const found = code.resolve(from, specifier);
      if ("message" in found) return `no:${found.message}`;
      try {
        code.check(found.file);
      } catch (error) {
        return `no:${error instanceof SyntaxFailure ? error.message : String(error)}`;
      }
      return `ok:${found.file}`;
    },
    position: (file, line, column) => code.position(file, line, column),
    hash: hashPieces,
  };
}

function kitLibraryFile(name: string): string {
  return name === "labrpc" ? join(KIT, "index.ts") : requireHere.resolve(`${name}/`);
}

function findKitModule(from: string, name: string): string {
  if (from.startsWith(KIT + sep)) return `${resolve(dirname(from), name)}.ts`;
  return createRequire(from).resolve(name.startsWith(".") ? name : `${name}/`);
}

function kitScript(file: string): vm.Script {
  let script = scripts.get(file);
  if (script === undefined) {
    const source = readFileSync(file, "utf8");
    const { js, map } = file.endsWith(".ts") ? compile(file, source, false) : { js: source, map: "" };
    // A file URL and a source map, so that debuggers and coverage find the TypeScript.
    script = new vm.Script(`${HEAD}${js}\n})${inlineMap(map)}`, {
      filename: pathToFileURL(file).href,
      columnOffset: -HEAD.length,
    });
    scripts.set(file, script);
  }
  return script;
}
