import { sep } from "node:path";
import vm from "node:vm";
import { CODE_BRIDGE, RUN_BRIDGE, type CodeBridge, type RunBridge } from "../../realm/border/Bridge";
import type { Kernel, KernelOptions } from "../../realm/Kernel";
import { Border } from "./Border";
import type { ModuleResolution } from "../code/findModule";
import type { LoadedModule } from "../code/LoadedModules";
import { bytesInUse, settledBytesInUse } from "./bytesInUse";
import { formatStacksBy } from "./formatStacksBy";
import { hashPieces } from "./hashPieces";
import { objectKind } from "./objectKind";
import { promiseState } from "./promiseState";

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
/** What all realms of this process have too much; found in the first. */
let surplus: string | undefined;

/** What a realm needs of student code: where it stands, which file an import means, and the file ready to be run. */
export interface RealmCode {
  /** The submission's folder, absolute. */
  readonly folder: string;
  /** The folder below which the submission's scripts seem to be, absolute: where a debugger shows them, or its own. */
  readonly root: string;
  /** Whether each host has scripts of its own. */
  readonly isDebugged: boolean;
  /** Code with the same one may have each other's realms, one run after the other. It stands in the same folder. */
  readonly realmsOf: object;
  /** See LoadedModules. */
  readonly namesClassesByCode: boolean;
  resolve(from: string, specifier: string): ModuleResolution;
  /** Throws an error, which says why, when the file does not parse. */
  check(file: string): void;
  /** The same. @param host whose script it is to be, for a debugger */
  load(file: string, host: string): LoadedModule;
  /** Where a position of compiled code stands in the source, as "LINE:COLUMN". @param file a path or a script's name */
  position(file: string, line: number, column: number): string;
}

/** The kit's own files that are evaluated in each realm. */
export interface KitFiles {
  /** The file that exports `createKernel`. */
  readonly kernel: string;
  /** The file of a package that student code may import: "labrpc", "labrpc/scenarios", "events" or "buffer". */
  library(name: string): string;
  /** The file that `require(name)` in a file means. */
  find(from: string, name: string): string;
  /** The file as a function of exports, require, module and console. */
  script(file: string): vm.Script;
}

/** What a run needs of its realm. */
export interface RealmRun {
  /** What runs on its hosts. */
  readonly code: RealmCode;
  /** Where the calls of student code go. */
  readonly bridge: RunBridge;
  /** See `Kernel.begin`. */
  readonly recording: boolean;
  /** Whether `look` is going to be asked; the code is to tell its private fields then. */
  readonly watching: boolean;
  /** Told when student code leaves a rejection unhandled, before what else it did; JSON of an ErrorText. */
  readonly rejected: (text: string) => void;
}

/** A realm, seen from the kit. It serves one run at a time, or several in turns. */
export interface Realm {
  readonly kernel: Kernel;
  /** How many runs it has served, the present one included. */
  readonly runs: number;
  /** Whether a run was stopped in the middle of the kit's own work. */
  readonly isBroken: boolean;
  /** Whether it is not known yet what the hosts did in the last event. */
  readonly isWaiting: boolean;
  /** Calls back, once, when it is known. */
  whenReady(resume: () => void): void;
  /** Begins a run. */
  begin(run: RealmRun): void;
  /** See `Kernel.look`. */
  look(): string;
  /** To be called before the run goes on, where another one has been under way in the meantime. */
  resume(): void;
  /** Ends the run. @param kept whether another run may have the realm */
  end(kept: boolean): void;
  /** Bytes of JavaScript heap in use by student code; settled: when nothing more can be collected. */
  bytesInUse(settled: boolean): Promise<number>;
}

/** A realm of this process. */
export interface LocalRealm extends Realm {
  /** How often a run was stopped in the middle of the kit's own work. */
  readonly breaks: number;
  /** What happens next belongs to this run, which has begun, whichever was under way until now. Not for runs that are watched. */
  goOnWith(run: RealmRun): void;
}

/**
 * Makes a realm: a `vm` context of its own, in which student code gets intrinsics of its own, and the kernel
 * in it. `vm` is no security boundary by itself; what makes it hold is that nothing of the kit's realm is
 * handed in, that code generation from strings is off, and that a process stands around it.
 */
export function createRealm(first: RealmCode, kit: KitFiles): LocalRealm {
  let code = first;
  /** The programs that have run here, each by a number. */
  const programs = new Map<RealmCode, number>();
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
  });
  symbols.runInContext(context);
  const requireIn = kitModules(context, kit);
  const border = new Border();
  const files: Pick<KernelOptions, "load" | "names" | "library"> = {
    load: (file, host) =>
      code.load(file, host).script.runInContext(context) as ReturnType<KernelOptions["load"]>,
    names: (file, host) => code.load(file, host).names.join(","),
    library: (name) => requireIn(kit.library(name), name === "events"),
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
    looks: {
      kindOf: objectKind,
      stateOfPromise: (promise) => promiseState(promise, code.namesClassesByCode),
    },
    ...border.checked(["load", "names", "library"], () => files),
  };
  let run: RunBridge | undefined;
  const ofRun = border.checked(RUN_BRIDGE, () => {
    if (run === undefined) throw new Error("expected a run in this realm, got a call after its end");
    return run;
  });
  const ofCode = codeBridgeOf(() => code);
  const bridge = { ...ofRun, ...border.checked(CODE_BRIDGE, () => ofCode) };
  const { createKernel } = requireIn(kit.kernel) as {
    createKernel: (b: typeof bridge, o: KernelOptions) => Kernel;
  };
  const kernel = createKernel(bridge, options);
  ({ surplus } = kernel);
  let runs = 0;
  const goOnWith = ({ code: program, bridge: to, recording, watching }: RealmRun): void => {
    code = program;
    run = to;
    if (!programs.has(program)) programs.set(program, programs.size);
    formatStacksBy(kernel.formatStack);
    kernel.begin(recording, watching, programs.get(program) ?? 0);
  };
  return {
    kernel,
    get runs() {
      return runs;
    },
    get isBroken() {
      return border.breaks > 0;
    },
    get breaks() {
      return border.breaks;
    },
    // What happens in this process is known when its promise jobs are done.
    isWaiting: false,
    whenReady(resume) {
      resume();
    },
    bytesInUse: (settled) => (settled ? settledBytesInUse() : Promise.resolve(bytesInUse())),
    begin(begun) {
      runs += 1;
      goOnWith(begun);
    },
    goOnWith,
    look: () => kernel.look(),
    resume() {
      formatStacksBy(kernel.formatStack);
    },
    end() {
      kernel.end();
      run = undefined;
    },
  };
}

/** Evaluates files of the kit, and of packages, in a context: each once, or anew. */
function kitModules(context: vm.Context, kit: KitFiles): (file: string, anew?: boolean) => object {
  const modules = new Map<string, { exports: object }>();
  const requireIn = (file: string, anew = false): object => {
    const known = modules.get(file);
    if (known !== undefined && !anew) return known.exports;
    const module = { exports: vm.runInContext("({})", context) as object };
    if (!anew) modules.set(file, module);
    const run = kit.script(file).runInContext(context) as (
      exports: object,
      require: (name: string) => object,
      module: { exports: object },
    ) => void;
    run(module.exports, (name) => requireIn(kit.find(file, name)), module);
    return module.exports;
  };
  return requireIn;
}

function codeBridgeOf(current: () => RealmCode): CodeBridge {
  return {
    resolve: (from, specifier) => {
      const code = current();
      const found = code.resolve(from, specifier);
      if ("message" in found) return `no:${found.message}`;
      try {
        code.check(found.file);
      } catch (error) {
        return `no:${error instanceof Error ? error.message : String(error)}`;
      }
      return `ok:${found.file}`;
    },
    position: (file, line, column) => current().position(file, line, column),
    hash: hashPieces,
  };
}
