import type { Host } from "../../simulation/host/Host";
import type { Simulation } from "../../simulation/Simulation";
import { Violation } from "../../simulation/outcome/Violation";

/** What a server is given to do, and how much of it may stay. */
export interface MemoryLoad {
  readonly what: string;
  /** The most that a right server may need for it, bytes of real heap; wide. */
  readonly mostBytes: number;
  /** Puts the load on a new server, and leaves nothing else behind. Resolves to the server's host. */
  readonly apply: (name: string) => Promise<Host>;
}

/**
 * Fails when a server keeps too much: what is freed when its host crashes is what it kept. The host is gone then.
 * What happens in the run does not depend on the figure, only whether it goes on.
 */
export async function expectLittleKept(
  sim: Simulation,
  { what, mostBytes, apply }: MemoryLoad,
): Promise<void> {
  const host = await apply("load-1");
  await sim.sleep(10);
  const isLittle = await sim.freesAtMost(mostBytes, () => {
    host.crash();
  });
  if (isLittle) return;
  // No exact figure: the same code has to get the same report each time.
  throw new Violation(`the server keeps too much in memory: ${what}`, {
    expected: `at most ${String(mostBytes / 1000)} kB`,
    got: "more than that",
  });
}
