import type { Simulation } from "../../simulation/Simulation";
import { Violation } from "../../simulation/outcome/Violation";

/** Fails unless the promise settles within so much virtual time; `what` says whose it is, as "clerk-1's get". */
export async function expectInTime<T>(
  sim: Simulation,
  what: string,
  withinMs: number,
  call: Promise<T>,
): Promise<T> {
  if (!(await sim.inTime(call, withinMs))) {
    throw new Violation(`${what} did not return within ${String(withinMs / 1000)} s of virtual time`, {
      expected: "an answer",
      got: "none",
    });
  }
  return call;
}
