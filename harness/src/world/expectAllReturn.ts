import type { Simulation } from "labrpc/simulation";
import { expectInTime } from "labrpc/testing";

/** How long the clients of a world may take. */
export interface WorldLimits {
  /** After so long the network is mended, virtual ms. */
  readonly troubleMs: number;
  /** How long a right clerk may need for a call from then on, virtual ms. */
  readonly quietMs: number;
  /** Mends it. */
  readonly mend: () => void;
  /** The call that has not returned, as `clerk-1's get("a")`. */
  readonly open: () => string | undefined;
}

/** Waits for the clients of a world. Fails, and names a call, when they are not done although nothing is in their way. */
export async function expectAllReturn(
  sim: Simulation,
  done: Promise<unknown>,
  { troubleMs, quietMs, mend, open }: WorldLimits,
): Promise<void> {
  done.catch(() => undefined);
  if (!(await sim.inTime(done, troubleMs))) mend();
  await expectInTime(sim, () => open() ?? "a call", quietMs, done);
}
