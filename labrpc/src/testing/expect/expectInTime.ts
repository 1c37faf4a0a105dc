import type { Simulation } from "../../simulation/Simulation";
import { Violation } from "../../simulation/outcome/Violation";

/**
 * Fails unless the promise settles within so much virtual time.
 *
 * @param what whose it is, as "clerk-1's get"; a function is asked when the time is over
 */
export async function expectInTime<T>(
  sim: Simulation,
  what: string | (() => string),
  withinMs: number,
  call: Promise<T>,
): Promise<T> {
  if (!(await sim.inTime(call, withinMs))) {
    const whose = typeof what === "string" ? what : what();
    throw new Violation(`${whose} did not return within ${String(withinMs / 1000)} s of virtual time`, {
      expected: "an answer",
      got: "none",
      restsOn: "waiting",
    });
  }
  return call;
}
