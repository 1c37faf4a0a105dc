import { StudentError, Violation } from "labrpc/simulation";
import { showValue } from "labrpc/testing";
import type { LeaseEnd, ReleaseEnd } from "../../stage";

/** How a release ends; one that must not fail fails the scenario. */
export async function releaseEnd(mustEnd: boolean, release: Promise<void>): Promise<ReleaseEnd> {
  try {
    await release;
    return "done";
  } catch (error) {
    // As in the tests, any error tells somebody who does not hold the lock.
    if (mustEnd || !(error instanceof StudentError) || isMissing(error)) throw error;
    return "ErrNotHeld";
  }
}

/** How acquire or renew of a lease ends. Any other result fails the scenario. */
export async function leaseEnd(what: string, call: Promise<unknown>): Promise<LeaseEnd> {
  try {
    const token = await call;
    if (typeof token === "number") return token;
    if (token === undefined) return "not held";
    throw new Violation(`what ${what} of a lease resolves to is wrong`, {
      expected: "a number or undefined",
      got: showValue(token),
    });
  } catch (error) {
    if (isMissing(error)) return "none";
    throw error;
  }
}

/** Whether an optional part is not written yet. */
function isMissing(error: unknown): boolean {
  return error instanceof StudentError && error.name === "NotImplemented";
}
