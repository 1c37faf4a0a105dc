import { HistoryRecorder, type Operation } from "checker";
import type { Simulation } from "labrpc/simulation";

/** A call of a client that is to be written down. */
export interface RecordedCall<Input, Output, Result> {
  readonly input: Input;
  /** Makes it. */
  readonly call: () => Promise<Result>;
  /**
   * What its result means for the history; undefined means that the operation may or may not have happened, and may
   * still happen.
   */
  readonly outputOf: (result: Result) => Output | undefined;
  /** What the test gets when minimising leaves the call out. */
  readonly leftOut: Result;
  /** The machine that the client is on. Default: one of the client's name. */
  readonly host?: string;
}

/** How long it takes to leave out a call, virtual ms: a test that goes on until it has an answer must not stand still. */
const LEFT_OUT_MS = 1;

/** The calls that clerks make in a scenario, for a checker. */
export class RecordedCalls<Input, Output> {
  readonly #sim: Simulation;
  readonly #recorder: HistoryRecorder<Input, Output>;

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#recorder = new HistoryRecorder(() => sim.now);
  }

  /** Every call in the order of the calls; those that have not returned have no output. */
  get history(): readonly Operation<Input, Output>[] {
    return this.#recorder.history;
  }

  /** Forgets the calls so far. Those that are under way must have returned. */
  forget(): void {
    this.#recorder.clear();
  }

  /**
   * Makes a call and writes it down. Rejects as the call does, which then stays without an output.
   *
   * @param client what it is called in the history
   */
  make<Result>(client: string, recorded: RecordedCall<Input, Output, Result>): Promise<Result> {
    const { input, call, outputOf, leftOut, host = client } = recorded;
    if (this.#sim.leavesOut(host)) return this.#sim.sleep(LEFT_OUT_MS).then(() => leftOut);
    return this.#recorder.record(client, input, call, outputOf);
  }
}
