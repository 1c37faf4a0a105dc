import type { Operation } from "checker";
import { RecordedCalls, testsOfLab } from "harness";
import type { Simulation } from "labrpc/simulation";
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
export const simulate = testsOfLab(__dirname);

/** What every scenario may use up; far more than a right solution needs. */
export const BUDGET = { virtualMs: 100_000, events: 50_000 };

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
  const calls = new RecordedCalls<CounterInput, number>(sim);
  const server = sim.host("server");
  server.serve(server.construct<CounterServer>("./server", "CounterServer"));
  return {
    history: calls.history,
    clerk(name) {
      const host = sim.host(name);
      const remote = host.construct<Clerk>("./client", "Clerk", host.end<CounterService>(server.name));
      const run = (input: CounterInput, ask: () => Promise<unknown>): Promise<number> => {
        const call = async (): Promise<number> => {
          const got = await ask();
          if (typeof got === "number") return got;
          return sim.fail(`${name}'s ${input.op} must resolve to a number`, { expected: "a number", got });
        };
        return calls.make(name, { input, call, outputOf: (total) => total, leftOut: 0 });
      };
      return {
        add: (amount) => run({ op: "add", amount }, () => remote.add(amount)),
        read: () => run({ op: "read" }, () => remote.read()),
      };
    },
  };
}
