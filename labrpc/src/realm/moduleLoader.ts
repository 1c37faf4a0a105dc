import type { HostState } from "./globals/HostState";
import { adviceForModule } from "./advice";
import { SEE_PRIVATES } from "./state/PrivateFields";

/** What loading a module needs of the kernel. */
export interface LoaderServices {
  /** "ok:FILE", or "no:MESSAGE". */
  resolve: (from: string, specifier: string) => string;
  /** A compiled module's wrapper function, made in this realm; or, where it tells its private fields, what makes it. */
  load: (file: string, host: string) => (...args: unknown[]) => void;
  /** Names of host globals that the module takes, comma-separated; with that of SEE_PRIVATES, where it tells its private fields. */
  names: (file: string, host: string) => string;
  /** A package of the kit's choice, frozen, since all hosts share it. */
  library: (name: string) => unknown;
  /** Evaluates a package that has a state of its own, such as the emitter's `defaultMaxListeners`. */
  ownLibrary: (name: string) => unknown;
  global: (host: HostState, name: string) => unknown;
  tick: () => void;
  refuse: (what: string, instead: string) => Error;
  /** Whose modules the hosts of this run get. Programs have files of the same names. */
  program: () => number;
  /** Whether each host gets a wrapper function of its own. */
  perHost: boolean;
}

/** Evaluates a file on a host, once per life of the host. */
export type EvaluateModule = (host: HostState, file: string) => Record<string, unknown>;

/** The file that an import means. Throws the error that says why there is none. */
export function resolveModule(resolve: LoaderServices["resolve"], from: string, specifier: string): string {
  const answer = resolve(from, specifier);
  if (!answer.startsWith("ok:")) throw new Error(answer.slice(3));
  return answer.slice(3);
}

export function moduleLoader(services: LoaderServices): EvaluateModule {
  const builtins: Record<string, (host: HostState) => unknown> = {
    labrpc: () => services.library("labrpc"),
    "labrpc/scenarios": () => services.library("labrpc/scenarios"),
    events: (host) => {
      let own = host.globals.get("events");
      if (own === undefined) host.globals.set("events", (own = services.ownLibrary("events")));
      return own;
    },
    buffer: () => services.library("buffer"),
    crypto: (host) => services.global(host, "crypto"),
    timers: (host) => services.global(host, "timers"),
    "timers/promises": (host) => services.global(host, "timerPromises"),
    perf_hooks: (host) => ({ performance: services.global(host, "performance") }),
    process: (host) => services.global(host, "process"),
  };
  const requireFrom =
    (host: HostState, from: string) =>
    (specifier: unknown): unknown => {
      if (typeof specifier !== "string")
        throw new TypeError(`require: expected the name of a module as a string, got ${typeof specifier}`);
      const builtin = Object.hasOwn(builtins, specifier.replace(/^node:/, ""))
        ? builtins[specifier.replace(/^node:/, "")]
        : undefined;
      if (builtin !== undefined) return builtin(host);
      if (!specifier.startsWith("."))
        throw services.refuse(specifier, adviceForModule(specifier, Object.keys(builtins)));
      return evaluate(host, resolveModule(services.resolve, from, specifier));
    };
  // One function for all hosts, so that the engine compiles what is hot in it once; its code cannot reach it.
  const loaded = new Map<string, { run: (...args: unknown[]) => void; names: readonly string[] }>();
  const load = (
    file: string,
    of: HostState,
  ): { run: (...args: unknown[]) => void; names: readonly string[] } => {
    const host = of.name;
    const key = `${String(services.program())}\n${services.perHost ? host : ""}\n${file}`;
    let module = loaded.get(key);
    if (module === undefined) {
      const names = services.names(file, host).split(",");
      const see = names.find((name) => name.startsWith(SEE_PRIVATES));
      const made = services.load(file, host);
      module = {
        run: see === undefined ? made : (made(services.global(of, see)) as unknown as typeof made),
        names: names.filter((name) => name !== "" && name !== see),
      };
      loaded.set(key, module);
    }
    return module;
  };
  const evaluate: EvaluateModule = (host, file) => {
    const known = host.modules.get(file);
    if (known !== undefined) return known.exports;
    const { run, names } = load(file, host);
    const module: { exports: Record<string, unknown> } = { exports: {} };
    host.modules.set(file, module);
    const globals = names.map((name) => services.global(host, name));
    const args = [module.exports, requireFrom(host, file), module, services.tick, ...globals];
    try {
      Reflect.apply(run, module.exports, args);
    } catch (error) {
      host.modules.delete(file);
      throw error;
    }
    return module.exports;
  };
  return evaluate;
}
