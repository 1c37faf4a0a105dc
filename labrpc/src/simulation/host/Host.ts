import type { ClientEnd } from "../../ClientEnd";
import { decodeRealmMessage, encodeRealmMessage, type Tagged } from "../../realm/border/codec";
import { readErrorText } from "../../realm/border/errorText";
import type { ConsoleLine } from "./ConsoleLine";
import type { Crash, CrashOptions } from "./Crash";
import type { HostHandle } from "./HostHandle";
import type { HostRuntime } from "./HostRuntime";
import type { Remote } from "./Remote";
import { TestEnd } from "./TestEnd";
import { HostCrashed, StudentError } from "../outcome/Violation";

interface HostOperation {
  readonly what: string;
  readonly since: number;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

const OBJECT = Symbol("object on a host");
const HOST = Symbol("the host that it is on");

/** A machine: its own module instances, memory, timers, random numbers and console. */
export class Host implements HostHandle {
  readonly console: ConsoleLine[] = [];
  readonly #runtime: HostRuntime;
  readonly #operations = new Map<number, HostOperation>();
  /** The number by which the realm knows the present life of this host; undefined after a crash. */
  #life: number | undefined;
  #served: number | undefined;
  /** What crosses to the host as itself: an end of it, or an object on it. */
  readonly #pack = (value: object): Tagged | undefined => {
    if (value instanceof TestEnd) return { $: "end", v: value.name };
    const object: unknown = Reflect.get(value, OBJECT);
    if (object === undefined) return undefined;
    const host = Reflect.get(value, HOST) as Host;
    if (host !== this)
      throw new TypeError(
        `an object on ${host.name} cannot go to ${this.name}: hosts share nothing but messages`,
      );
    return { $: "object on the host", v: object };
  };

  /** Made by `Simulation.host`. */
  constructor(
    readonly name: string,
    runtime: HostRuntime,
    readonly clockAheadMs = 0,
  ) {
    this.#runtime = runtime;
    this.#life = runtime.start(this);
  }

  /**
   * Evaluates a module of the student's on this host, once per life, and makes an object of one of its classes.
   * Arguments are copied; ends made by `end` arrive as ends, and objects made on this host as themselves.
   * What fails here fails the run.
   */
  construct<T>(module: string, className: string, ...args: readonly unknown[]): Remote<T> {
    const life = this.#alive();
    const object = this.#runtime.nextId();
    const encoded = encodeRealmMessage(args, `the arguments of ${className}`, this.#pack);
    const made = this.#operate(`new ${className}`, false, (operation) => {
      this.#runtime.construct({ host: this, life, object, module, className, args: encoded, operation });
    });
    made.catch((error: unknown) => {
      if (!(error instanceof HostCrashed)) this.#runtime.fail(this, error);
    });
    return this.#remote(life, object, true);
  }

  /**
   * The same object, for a test that looks at it now and then: its calls are not part of what is told of the run, and
   * do not make the host one of a client.
   */
  unseen<T>(remote: Remote<T>): Remote<T> {
    return this.#remote(this.#alive(), Reflect.get(remote as object, OBJECT) as number, false);
  }

  /** From now on requests to this host go to that object. */
  serve(remote: object): void {
    this.#served = Reflect.get(remote, OBJECT) as number;
    const [life, object] = [this.#alive(), this.#served];
    this.#runtime.network.attach(this.name, {
      host: this.name,
      receive: (method, text, respond, from) => {
        this.#runtime.handle({ life, object, method, args: text, from }, respond);
      },
    });
  }

  /** An end from this host to a server, connected and enabled. */
  end<Service>(server: string): ClientEnd<Service> {
    const name = `${this.name} → ${server}`;
    const { network } = this.#runtime;
    if (!network.hasEnd(name)) {
      network.makeEnd(name, this.name);
      network.connect(name, server);
      network.enable(name, true);
    }
    return this.endNamed(name);
  }

  /** An end that was made with the network's own calls. */
  endNamed<Service>(name: string): ClientEnd<Service> {
    return new TestEnd(name, this.#runtime.network) as ClientEnd<Service>;
  }

  /**
   * Loses memory, timers and what is running. Requests find nobody until something is served again. Says whether it
   * happened: a plan of faults may leave it out, and then nothing is lost.
   */
  crash({ onTheWay = "arrives", optional = this.#served === undefined }: CrashOptions = {}): Crash {
    this.#alive();
    if (!this.#runtime.crashes(this, !optional)) return "left out";
    this.#end("crashed");
    if (onTheWay === "is lost") this.#runtime.network.sever(this.name);
    return "crashed";
  }

  /** The same in good order: no fault, and nothing that a failure could be put down to. */
  shutDown(): void {
    this.#end("was shut down");
  }

  #end(how: "crashed" | "was shut down"): void {
    this.#runtime.end(this, this.#alive(), how);
    this.#life = undefined;
    const operations = [...this.#operations.values()];
    this.#operations.clear();
    for (const { what, reject } of operations) reject(new HostCrashed(`${this.name} ${how} during ${what}`));
  }

  /** Starts a crashed host with empty memory. */
  restart(): void {
    if (this.#life !== undefined) return;
    this.#life = this.#runtime.start(this);
  }

  #alive(): number {
    if (this.#life === undefined)
      throw new Error(`expected ${this.name} to be running, but it crashed; restart it first`);
    return this.#life;
  }

  /** Methods that have not returned yet, for explanations. */
  pending(): { what: string; since: number }[] {
    return [...this.#operations.values()].map(({ what, since }) => ({ what, since }));
  }

  /** The outcome of an operation; called by the runtime. */
  settle(operation: number, ok: boolean, text: string): void {
    const found = this.#operations.get(operation);
    this.#operations.delete(operation);
    if (found === undefined) return;
    if (ok) found.resolve(text);
    else found.reject(studentErrorOnHost(this.name, found.what, text));
  }

  #remote<T>(life: number, object: number, traced: boolean): Remote<T> {
    return new Proxy({ [OBJECT]: object, [HOST]: this } as unknown as Remote<T>, {
      get: (target, name) => {
        if (name === OBJECT || name === HOST) return Reflect.get(target, name) as unknown;
        if (name === "then" || (typeof name === "symbol" && name !== Symbol.asyncDispose)) return undefined;
        const method = typeof name === "symbol" ? "[Symbol.asyncDispose]" : name;
        return (...methodArgs: unknown[]) => this.#invoke(life, object, method, methodArgs, traced);
      },
    });
  }

  async #invoke(
    life: number,
    object: number,
    method: string,
    args: unknown[],
    traced: boolean,
  ): Promise<unknown> {
    const text = encodeRealmMessage(args, `the arguments of ${method}`, this.#pack);
    const what = `${method}(${shortenCallText(text.slice(1, -1))})`;
    if (life !== this.#life) throw new HostCrashed(`${this.name} crashed before ${what}`);
    return decodeRealmMessage(
      await this.#operate(what, traced, (operation) => {
        this.#runtime.invoke({ host: this, life, object, method, args: text, operation });
      }),
    );
  }

  #operate(what: string, traced: boolean, start: (operation: number) => void): Promise<string> {
    const operation = this.#runtime.nextId();
    return new Promise((resolve, reject) => {
      const record = (kind: "end" | "error", text: string): void => {
        if (traced) this.#runtime.record(kind, this.name, operation, text);
      };
      if (traced) this.#runtime.beginOperation(this.name, operation, what);
      this.#operations.set(operation, {
        what,
        since: this.#runtime.now,
        resolve: (text) => {
          record("end", `${what} → ${text === "" ? "done" : text}`);
          resolve(text);
        },
        reject: (error) => {
          record("error", `${what} threw ${error.name}: ${error.message}`);
          reject(error);
        },
      });
      start(operation);
    });
  }
}

/** Keeps a long value from filling a report. */
function shortenCallText(text: string): string {
  const MOST = 100;
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… (${String(text.length)} characters)`;
}

function studentErrorOnHost(host: string, what: string, text: string): StudentError {
  const error = readErrorText(text);
  return new StudentError(host, what, error, decodeRealmMessage(error.data));
}
