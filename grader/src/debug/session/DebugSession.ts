import type { DebugChoice } from "labrpc/records";
import type { DebugAct, DebugOffer, DebugView } from "labrpc/testing";
import type { DebugWelcome } from "../worker/debugProtocol";
import { DebugTree, type DebugBranch } from "./DebugTree";
import { DebugWorker } from "./DebugWorker";
import { debugDivergence } from "./debugDivergence";

/** What a page shows. */
export interface DebugState {
  /** Undefined while nothing can be shown: the process is lost, and the choices are not. */
  readonly view: DebugView | undefined;
  readonly offer: DebugOffer | undefined;
  readonly branches: readonly DebugBranch[];
  readonly current: number;
  readonly at: number;
  /** Why there is no process; undefined when there is one. */
  readonly lost?: string;
  /** Said once: what a reload has changed, or why something was not done. */
  readonly notice?: string;
}

/** What somebody asks of a session. */
export type DebugCommand =
  | { readonly kind: "act"; readonly act: DebugAct }
  | { readonly kind: "go"; readonly branch: number; readonly at: number }
  /** Starts a process anew, and plays what led here. */
  | { readonly kind: "restart" };

/** One run that is debugged: the process that runs it, and all that was tried. Commands are carried out one by one. */
export class DebugSession {
  readonly #start: () => Omit<DebugWelcome, "token">;
  readonly #tree = new DebugTree();
  readonly #listeners = new Set<(state: DebugState) => void>();
  #worker: DebugWorker | undefined;
  #offer: DebugOffer | undefined;
  #view: DebugView | undefined;
  #lost: string | undefined;
  #lastJob: Promise<unknown> = Promise.resolve();
  #state: DebugState | undefined;

  /** @param start what a process is to run; asked for each process, since the code may have changed */
  constructor(start: () => Omit<DebugWelcome, "token">) {
    this.#start = start;
  }

  get state(): DebugState | undefined {
    return this.#state;
  }

  /** What leads from the start to here. */
  get choices(): readonly DebugChoice[] {
    return this.#tree.choices;
  }

  /** Calls back with each new state. Returns a function that ends it. */
  watch(listener: (state: DebugState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the process and makes these choices. Rejects with an Error when there is nothing to debug. */
  begin(choices: readonly DebugChoice[] = []): Promise<DebugState> {
    return this.#inTurn(async () => {
      const worker = this.#begin();
      this.#offer = await worker.offer;
      const view = await this.#show(choices, undefined);
      return this.#tell(
        view !== undefined && view.missed.length > 0
          ? `${String(view.missed.length)} of these choices are not possible with this code, and were left out`
          : undefined,
      );
    });
  }

  /** Carries out a command; what is not possible becomes the state's notice. */
  run(command: DebugCommand): Promise<DebugState> {
    return this.#inTurn(async () => {
      if (command.kind === "restart") return this.#reload();
      if (command.kind === "go") {
        try {
          this.#tree.go(command.branch, command.at);
        } catch (error) {
          return this.#tell((error as Error).message);
        }
        await this.#show(this.#tree.choices, undefined);
        return this.#tell(undefined);
      }
      const view = await this.#show(this.#tree.choices, command.act);
      return this.#tell(view?.refused);
    });
  }

  /** The code has changed: plays the same choices again, and says where it goes another way. */
  reload(): Promise<DebugState> {
    return this.#inTurn(() => this.#reload());
  }

  stop(): void {
    this.#worker?.stop();
  }

  async #reload(): Promise<DebugState> {
    const before = this.#view;
    const choices = this.#tree.choices;
    this.#begin();
    const view = await this.#show(choices, undefined, "replays");
    if (view === undefined) return this.#tell(undefined);
    return this.#tell(before === undefined ? undefined : debugDivergence(before, view));
  }

  #begin(): DebugWorker {
    this.#worker?.stop();
    this.#lost = undefined;
    this.#worker = new DebugWorker(this.#start());
    return this.#worker;
  }

  async #show(
    choices: readonly DebugChoice[],
    act: DebugAct | undefined,
    how: "goes on" | "replays" = "goes on",
  ): Promise<DebugView | undefined> {
    try {
      const view = await this.#worker?.ask({ choices, ...(act === undefined ? {} : { act }) });
      if (view === undefined) return undefined;
      const failed = view.verdict.kind === "failed" ? view.verdict.message : undefined;
      if (how === "replays") this.#tree.replay(view.steps, failed);
      else this.#tree.arrive(view.steps, failed);
      this.#view = view;
      return view;
    } catch (error) {
      this.#lost = (error as Error).message;
      return undefined;
    }
  }

  #tell(notice: string | undefined): DebugState {
    const { branches, current, at } = this.#tree;
    const state: DebugState = {
      view: this.#lost === undefined ? this.#view : undefined,
      offer: this.#offer,
      branches,
      current,
      at,
      ...(this.#lost === undefined ? {} : { lost: this.#lost }),
      ...(notice === undefined ? {} : { notice }),
    };
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
    return state;
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#lastJob.then(job);
    this.#lastJob = done.catch(() => undefined);
    return done;
  }
}
