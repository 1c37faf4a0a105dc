import type { Simulation } from "labrpc/simulation";

/** From now on nothing is lost, late, slow or copied; who is unplugged or crashed stays so. */
export function mendNetwork({ network }: Simulation): void {
  network.set({
    requestLoss: 0,
    replyLoss: 0,
    late: 0,
    duplicate: 0,
    delayMs: [0.1, 1],
    replyDelayMs: [0.1, 1],
  });
  network.heal();
}
