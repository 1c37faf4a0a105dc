import type { Simulation } from "../../simulation/Simulation";

/** Whose replies are lost, and how the test knows that the operation was executed. */
export interface RepliesToLose {
  /** The host that asked. */
  readonly to: string;
  /** Looks, from another host, whether the operation has been executed. */
  readonly isExecuted: () => Promise<boolean>;
  /** How many replies in a row are lost from then on, the one included after which it was seen. Default: 1. */
  readonly times?: number;
}

const SOON_MS = 10_000;
/** Longer than a reply travels: where minimising leaves out the loss, the reply has arrived before anything else. */
const PAUSE_MS = 2;
const ROUNDS = 12;
/** So many rounds let the same number of replies pass. */
const ROUNDS_ALIKE = 3;

/**
 * Loses the reply to an operation that was executed, without knowing the protocol: what a clerk says before it sends the
 * operation, such as a greeting or an acknowledgement, is its own business. It loses a reply and looks. As long as
 * nobody can see the operation, it lets the next reply pass, later the next few, and loses one again.
 *
 * Call it before the operation, and await it after. Resolves to whether the operation was executed when a reply to it
 * was lost; false when it returned before, or nothing more was sent for 10 s of virtual time. Takes the place of the
 * network's script.
 */
export async function loseRepliesUntilExecuted(
  sim: Simulation,
  { to, isExecuted, times = 1 }: RepliesToLose,
): Promise<boolean> {
  let lost = 0;
  let toPass = 0;
  let toLose = Infinity;
  sim.network.script((message) => {
    if (message.kind !== "reply" || message.to !== to || toLose === 0) return undefined;
    if (toPass > 0) {
      toPass -= 1;
      return undefined;
    }
    toLose -= 1;
    lost += 1;
    return "lose";
  });
  for (let round = 0; round < ROUNDS; round++) {
    const before = lost;
    if (!(await sim.until(() => lost > before, { withinMs: SOON_MS }))) break;
    await sim.sleep(PAUSE_MS);
    if (await isExecuted()) {
      toLose = times - 1;
      return true;
    }
    toPass = 1 + Math.floor(round / ROUNDS_ALIKE);
  }
  toLose = 0;
  return false;
}
