import type { Kernel } from "../../realm/Kernel";
import { MOST_PRINTED_LINES } from "../../realm/globals/printLimits";
import type { Realm, RealmRun } from "../../simulation/border/Realm";
import { checkEffect, checkErrorText, type EffectScope } from "../protocol/checkEffect";
import { checkState } from "../protocol/checkState";
import type { EffectMessage, KernelEntry, RealmMessage } from "../protocol/RealmMessage";

/** A process as one run sees it. */
export interface RunLine {
  send(message: RealmMessage): void;
}

type AnyEffect = (...args: readonly unknown[]) => void;

/** What the host owes that an event was about. */
interface RemoteLife {
  readonly host: string;
  readonly line: RunLine;
  /** Of each object the module that has its class, as the test named it. */
  readonly modules: Map<number, string>;
  readonly ends: Set<string>;
  readonly requests: Set<number>;
  readonly operations: Set<number>;
  /** The highest number of a timer so far. */
  lastTimer: number;
  /** Lines that it has printed. */
  printed: number;
}

/** A process that has hosts of the run. */
interface BegunLine {
  /** The highest number of a call so far. */
  lastCall: number;
}

/** Bytes of memory that no process has; more is no figure. */
const MOST_MEMORY_BYTES = 2 ** 40;

/** A method that student code has begun to run, and not come out of yet. */
export interface RemoteMethod {
  readonly host: string;
  /** As the test named it: "./server". */
  readonly module: string;
  /** "constructor" while an object is made. */
  readonly method: string;
}

/** An event whose effects are not known yet. */
interface Entered {
  readonly life: number;
  readonly line: RunLine;
  /** Undefined for what goes on after a reply or a timer. */
  readonly method: RemoteMethod | undefined;
}

/** Ends in the arguments of a method, as the codec writes them; within a text of the arguments their quotes are escaped. */
const ENDS = /\{"\$":"end","v":("(?:[^"\\]|\\.)*")\}/g;

/** The realm of one run, in other processes: each host lives in one of them. */
export class RemoteRealm implements Realm {
  readonly runs = 1;
  readonly kernel: Kernel;
  readonly #number: number;
  readonly #code: (line: RunLine) => number;
  readonly #isFresh: boolean;
  readonly #lineOf: (host: string) => RunLine;
  readonly #onEnd: (awaited: readonly RunLine[]) => void;
  readonly #begun = new Map<RunLine, BegunLine>();
  readonly #lives = new Map<number, RemoteLife>();
  /** Figures of memory that were asked for. */
  readonly #bytes: { readonly line: RunLine; readonly resolve: (bytes: number) => void }[] = [];
  /** Processes whose answers are still on the way, though nobody waits for them any more. */
  readonly #late = new Set<RunLine>();
  #run: RealmRun | undefined;
  #entered: Entered | undefined;
  #resume: (() => void) | undefined;
  #isBroken = false;
  /** What changed of the state of a host in the last event, as from `Kernel.look`. */
  #state = "";

  /**
   * @param number of the run, for all processes
   * @param code the number by which a process knows the student code
   * @param lineOf the process that a host is to live in
   * @param onEnd called when the run is over, with the processes that still have to answer it
   */
  constructor(options: {
    readonly number: number;
    readonly code: (line: RunLine) => number;
    readonly isFresh: boolean;
    readonly lineOf: (host: string) => RunLine;
    readonly onEnd: (awaited: readonly RunLine[]) => void;
  }) {
    this.#number = options.number;
    this.#code = options.code;
    this.#isFresh = options.isFresh;
    this.#lineOf = options.lineOf;
    this.#onEnd = options.onEnd;
    this.kernel = this.#makeKernel();
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  get isWaiting(): boolean {
    return this.#entered !== undefined;
  }

  /** The method that runs now; the same object as long as it does. */
  get method(): RemoteMethod | undefined {
    return this.#entered?.method;
  }

  whenReady(resume: () => void): void {
    if (this.#entered === undefined) resume();
    else this.#resume = resume;
  }

  begin(run: RealmRun): void {
    this.#run = run;
  }

  resume(): void {
    // Its stacks are put into words where its code is.
  }

  end(kept: boolean): void {
    this.#run = undefined;
    for (const line of this.#begun.keys()) line.send(["end", this.#number, kept]);
    this.#expectLate();
    this.#onEnd([...this.#late]);
  }

  look(): string {
    const state = this.#state;
    this.#state = "";
    return state;
  }

  async bytesInUse(settled: boolean): Promise<number> {
    let total = 0;
    for (const line of this.#begun.keys())
      total += await new Promise<number>((resolve) => {
        this.#bytes.push({ line, resolve });
        line.send(["bytes", this.#number, settled]);
      });
    return total;
  }

  /** Whether any host of the run is in that process. */
  uses(line: RunLine): boolean {
    return this.#begun.has(line);
  }

  /** The answer to an event. Throws TypeError when it is none that may be. */
  did(line: RunLine, effects: unknown, rejection: unknown, broken: unknown, state: unknown): void {
    if (this.#late.delete(line)) return;
    const entered = this.#entered;
    const run = this.#run;
    if (entered?.line !== line)
      throw new TypeError("expected no answer, got one to an event that nobody asked about");
    if (!Array.isArray(effects) || typeof broken !== "boolean")
      throw new TypeError("expected what hosts did, and whether the stack was full");
    if (state !== "" && run?.watching !== true)
      throw new TypeError("expected no word of the state of hosts in a run that nobody watches");
    const scope = this.#scopeOf(entered);
    const checked = (effects as EffectMessage[]).map((effect) => checkEffect(effect, scope));
    if (rejection !== "") checkErrorText(rejection);
    if (state !== "") checkState(state, entered.life);
    this.#entered = undefined;
    this.#isBroken ||= broken;
    this.#state = state;
    if (run !== undefined) {
      if (rejection !== "") run.rejected(rejection);
      for (const [name, args] of checked) (run.bridge[name] as AnyEffect)(...args);
    }
    this.#goOn();
  }

  /** The answer to `bytesInUse`. Throws TypeError when nobody asked this process, or for no number of bytes. */
  measured(line: RunLine, bytes: unknown): void {
    if (this.#late.delete(line)) return;
    if (this.#bytes[0]?.line !== line)
      throw new TypeError("expected no figure of memory, got one that nobody asked for");
    if (!Number.isSafeInteger(bytes) || !((bytes as number) > 0 && (bytes as number) <= MOST_MEMORY_BYTES))
      throw new TypeError("expected a figure of memory in whole bytes, got something else");
    this.#bytes.shift()?.resolve(bytes as number);
  }

  /** A process of the run is gone. @param text JSON of an ErrorText: why the run cannot go on */
  lose(gone: RunLine, text: string): void {
    this.#expectLate();
    this.#late.delete(gone);
    this.#entered = undefined;
    this.#run?.rejected(text);
    for (const { resolve } of this.#bytes.splice(0)) resolve(0);
    this.#goOn();
  }

  /** What was asked for is answered when nobody wants to know any more. */
  #expectLate(): void {
    if (this.#entered !== undefined) this.#late.add(this.#entered.line);
    for (const { line } of this.#bytes) this.#late.add(line);
  }

  #goOn(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  #scopeOf({ life, line }: Entered): EffectScope {
    const found = this.#lives.get(life);
    const begun = this.#begun.get(line);
    // A handler that answers at once does so before it is told where it was.
    const answered = new Set<number>();
    return {
      life,
      isRecording: this.#run?.recording === true,
      setsTimer: (timer) => {
        if (found === undefined || timer <= found.lastTimer) return false;
        found.lastTimer = timer;
        return true;
      },
      makesCall: (call) => {
        if (begun === undefined || call <= begun.lastCall) return false;
        begun.lastCall = call;
        return true;
      },
      printsLine: () => found !== undefined && ++found.printed <= MOST_PRINTED_LINES,
      hasEnd: (name) => found?.ends.has(name) === true,
      answersRequest: (request) => {
        const answers = found?.requests.delete(request) === true;
        if (answers) answered.add(request);
        return answers;
      },
      handlesRequest: (request) => found?.requests.has(request) === true || answered.has(request),
      endsOperation: (operation) => found?.operations.delete(operation) === true,
    };
  }

  #makeKernel(): Kernel {
    const enter = (entry: KernelEntry): RemoteLife | undefined => {
      const life = this.#lives.get(entry[1]);
      if (life === undefined) return undefined;
      if (this.#entered !== undefined) throw new Error("expected one event at a time, got a second one");
      if (entry[0] === "construct") life.modules.set(entry[3], entry[4]);
      this.#entered = { life: entry[1], line: life.line, method: methodOfEntry(entry, life) };
      life.line.send(["enter", this.#number, entry]);
      return life;
    };
    return {
      begin: () => undefined,
      end: () => undefined,
      host: (id, at, name, random, aheadMs) => {
        const line = this.#lineOf(name);
        if (!this.#begun.has(line)) {
          this.#begun.set(line, { lastCall: 0 });
          const recording = this.#run?.recording === true;
          const watching = this.#run?.watching === true;
          line.send(["begin", this.#number, this.#code(line), recording, watching, this.#isFresh]);
        }
        this.#lives.set(id, {
          host: name,
          line,
          modules: new Map(),
          ends: new Set(),
          requests: new Set(),
          operations: new Set(),
          lastTimer: 0,
          printed: 0,
        });
        line.send(["host", this.#number, id, at, name, random, aheadMs]);
      },
      crash: (id) => {
        const life = this.#lives.get(id);
        this.#lives.delete(id);
        life?.line.send(["crash", this.#number, id]);
      },
      construct: (id, at, object, file, name, text, operation) => {
        const life = enter(["construct", id, at, object, file, name, text, operation]);
        life?.operations.add(operation);
        for (const end of endsInArguments(text)) life?.ends.add(end);
      },
      invoke: (id, at, object, method, text, operation) => {
        const life = enter(["invoke", id, at, object, method, text, operation]);
        life?.operations.add(operation);
        for (const end of endsInArguments(text)) life?.ends.add(end);
      },
      handle: (id, at, object, method, text, request) => {
        enter(["handle", id, at, object, method, text, request])?.requests.add(request);
      },
      settle: (id, at, call, status, text) => {
        enter(["settle", id, at, call, status, text]);
      },
      fire: (id, at, timer) => {
        enter(["fire", id, at, timer]);
      },
      // Rejections come with the answers, and stacks are made where the code is.
      look: () => "",
      rejection: () => "",
      surplus: "",
      formatStack: () => "",
    };
  }
}

function methodOfEntry(entry: KernelEntry, { host, modules }: RemoteLife): RemoteMethod | undefined {
  if (entry[0] === "settle" || entry[0] === "fire") return undefined;
  const module = modules.get(entry[3]) ?? "";
  return { host, module, method: entry[0] === "construct" ? "constructor" : entry[4] };
}

function endsInArguments(text: string): string[] {
  return text.includes('"end"')
    ? [...text.matchAll(ENDS)].map(([, name = '""']) => JSON.parse(name) as string)
    : [];
}
