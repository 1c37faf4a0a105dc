import type { Host } from "../simulation/Host";
import type { Simulation } from "../simulation/Simulation";
import { Violation } from "../simulation/Violation";

/** A figure of the real heap can be off once; a server that keeps too much does so each time. */
const ATTEMPTS = 5;
/** So many bytes beyond the limit are no matter of a figure that is off. */
const BEYOND_DOUBT = 10_000_000;

/** What a server is given to do, and how much of it may stay. */
export interface MemoryLoad {
  readonly what: string;
  /** The most that a right server may need for it, bytes of real heap; wide. */
  readonly mostBytes: number;
  /** Puts the load on a new server, and leaves nothing else behind. Resolves to the server's host. */
  readonly apply: (name: string) => Promise<Host>;
}

/** Fails when a server keeps too much: what is freed when its host crashes is what it kept. The host is gone then. */
export async function expectLittleKept(
  sim: Simulation,
  { what, mostBytes, apply }: MemoryLoad,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const host = await apply(`load-${String(attempt)}`);
    await sim.sleep(10);
    // After a figure that is off, something else may still be going.
    const before = await sim.retainedBytes(attempt === 1 ? {} : { settled: true });
    host.crash();
    const kept = before - (await sim.retainedBytes());
    if (kept <= mostBytes) return;
    // No exact figure: the same code has to get the same report each time. The first one may hold megabytes of an
    // earlier run that went late.
    const much = attempt > 1 && kept > mostBytes + BEYOND_DOUBT;
    if (attempt === ATTEMPTS || much) {
      throw new Violation(`the server keeps too much in memory: ${what}`, {
        expected: `at most ${String(mostBytes / 1000)} kB`,
        got: "more than that",
      });
    }
  }
}
