import { RecordedCalls, testsOfLab } from "harness";
import type { Simulation } from "labrpc/simulation";
import type { Clerk } from "../../client";
import type { CounterServer } from "../../server";
import type { CounterService } from "../../types";

export const simulate = testsOfLab(__dirname);

/** An add, or a read where there is no amount. */
export interface CounterInput {
  readonly add?: number;
}

/** A server on the host "server", and clerks on hosts of their own. */
export interface Counter {
  clerk(name: string): { add(amount: number): Promise<number>; read(): Promise<number> };
  /** The sum of all adds that were made, and what the last read said; undefined where none was made. */
  total(): { readonly expected: number; readonly got: number | undefined };
}

export function startCounter(sim: Simulation): Counter {
  const calls = new RecordedCalls<CounterInput, number>(sim);
  const server = sim.host("server");
  server.serve(server.construct<CounterServer>("./server", "CounterServer"));
  return {
    clerk(name) {
      const host = sim.host(name);
      const clerk = host.construct<Clerk>("./client", "Clerk", host.end<CounterService>(server.name));
      const make = (input: CounterInput, call: () => Promise<number>): Promise<number> =>
        calls.make(name, { input, call, outputOf: (total) => total, leftOut: 0 });
      return {
        add: (amount) => make({ add: amount }, async () => clerk.add(amount)),
        read: () => make({}, async () => clerk.read()),
      };
    },
    total: () => ({
      expected: calls.history.reduce((sum, { input }) => sum + (input.add ?? 0), 0),
      got: calls.history.findLast(({ input }) => input.add === undefined)?.output,
    }),
  };
}
