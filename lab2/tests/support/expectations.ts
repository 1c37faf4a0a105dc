import { versionedKvModel } from "checker";
import { linearizable } from "harness";
import { Violation, type Simulation } from "labrpc/simulation";
import { expectValue } from "labrpc/testing";
import type { GetOutcome, PutOutcome, WatchedLock } from "./harness";

/** Fails unless the put ended in one of these ways; `what` says whose it is. */
export function expectPut(what: string, got: PutOutcome, ...allowed: readonly PutOutcome[]): void {
  if (!allowed.includes(got))
    throw new Violation(`${what} is wrong`, { expected: allowed.join(" or "), got });
}

/** Fails unless the get found this value in this version. */
export function expectGet(what: string, got: GetOutcome, value: string, version: number): void {
  if (got.kind === "value" && got.value === value && got.version === version) return;
  throw new Violation(`${what} is wrong`, { expected: versioned(value, version), got: answer(got) });
}

/** Fails unless the key does not exist. */
export function expectMissing(what: string, got: GetOutcome): void {
  if (got.kind !== "ErrNoKey")
    throw new Violation(`${what} is wrong`, { expected: "ErrNoKey", got: answer(got) });
}

/** Fails unless one order of all calls explains every answer. A put that ended with ErrMaybe may be in it or not. */
export const expectLinearizable = linearizable(versionedKvModel, { about: ({ key }) => JSON.stringify(key) });

/** Holds the lock for a while; nobody else may. */
export async function holdFor(sim: Simulation, lock: WatchedLock, ms: number): Promise<void> {
  const CALLS = 2;
  if (sim.leavesOut(lock.host.name, CALLS)) return sim.sleep(ms);
  await lock.enter();
  await sim.sleep(ms);
  await lock.release();
}

/** Fails unless the promise rejects with an error of the student's. */
export async function expectError(what: string, call: Promise<unknown>): Promise<void> {
  let resolved = false;
  try {
    await call;
    resolved = true;
  } catch (error) {
    if (!(error instanceof Error) || error.name === "NotImplemented" || error instanceof Violation)
      throw error;
  }
  if (resolved)
    throw new Violation(`${what} must be an error`, { expected: "a rejection", got: "it resolved" });
}

/** Fails unless a lease's token is a number larger than `before`. */
export function expectToken(what: string, got: number | undefined, before = 0): number {
  if (typeof got === "number" && got > before) return got;
  expectValue(what, String(got), `a number larger than ${String(before)}`);
  return before;
}

function answer(got: GetOutcome): string {
  return got.kind === "value" ? versioned(got.value, got.version) : got.kind;
}

function versioned(value: string, version: number): string {
  const MOST = 200;
  const text = value.length <= MOST ? value : `${value.slice(0, MOST)}…`;
  return `${JSON.stringify(text)}, version ${String(version)}`;
}
