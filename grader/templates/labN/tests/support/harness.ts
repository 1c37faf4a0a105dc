import { HistoryRecorder, type Operation } from "checker";
import type { Simulation } from "labrpc/simulation";
import { testsOf } from "labrpc/testing";
import type { Clerk } from "../../client";
import type { CounterInput } from "./counterModel";
import type { CounterServer } from "../../server";
import type { CounterService } from "../../types";

/**
 * What the tests of lab N are written with.
 *
 *     simulate(name, options, scenario)     one mocha test, run once per seed
 *     const counter = startCounter(sim)     one server, on the host "server"
 *     const ck = counter.clerk("clerk-0")   a clerk on a host of its own; its calls enter counter.history
 */
export const simulate = testsOf({ folder: __dirname, given: ["types.ts"] });

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 100_000, events: 50_000 };

/** How long it takes to leave out a call: a test that goes on until it has an answer must not stand still. */
const LEFT_OUT_MS = 1;

export type CounterOperation = Operation<CounterInput, number>;

/** A clerk whose calls are written down. */
export interface RecordedClerk {
  add(amount: number): Promise<number>;
  read(): Promise<number>;
}

/** One server and its clerks. */
export interface Counter {
  /** Every call of every clerk; those that have not returned have no output. */
  readonly history: readonly CounterOperation[];
  /** Makes a clerk on the host of that name. */
  clerk(name: string): RecordedClerk;
}

/** Starts the student's server on a host of its own. */
export function startCounter(sim: Simulation): Counter {
  const recorder = new HistoryRecorder<CounterInput, number>(() => sim.now);
  const server = sim.host("server");
  server.serve(server.construct<CounterServer>("./server", "CounterServer"));
  return {
    history: recorder.history,
    clerk(name) {
      const host = sim.host(name);
      const remote = host.construct<Clerk>("./client", "Clerk", host.end<CounterService>(server.name));
      const run = async (input: CounterInput, call: () => Promise<unknown>): Promise<number> => {
        // The search for the smallest cause asks for this; see "Faults" in labrpc/README.md.
        if (sim.leavesOut(name)) return sim.sleep(LEFT_OUT_MS).then(() => 0);
        const total = async (): Promise<number> => {
          const got = await call();
          if (typeof got === "number") return got;
          return sim.fail(`${name}'s ${input.op} must resolve to a number`, { expected: "a number", got });
        };
        return recorder.record(name, input, total, (output) => output);
      };
      return {
        add: (amount) => run({ op: "add", amount }, () => remote.add(amount)),
        read: () => run({ op: "read" }, () => remote.read()),
      };
    },
  };
}
