import { endStuckNodeAfterParent } from "./endStuckNodeAfterParent";

/** Signals by which a terminal, an init system, a supervisor or npm asks for an end. Ctrl-C is the parent's matter. */
const ENDING_SIGNALS = ["SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/** What a node tells the process that started it when it begins to end: that it is not stuck. */
export const NODE_ENDING = { kind: "ending" } as const;

/** So long a node may outlive the process that started it without having begun to end, ms. */
const STUCK_MS = 5_000;
/** So much later than it would end itself it is ended by force, ms. */
const MARGIN_MS = 2_000;

/** How a node ends in good order. */
export interface GoodOrder {
  /** Ends all work and saves what there is to save. Called once, whatever comes after. */
  readonly stop: () => Promise<void>;
  /** How long that may take, ms of real time; then the process ends without it. */
  readonly withinMs: number;
  /** Is told why what there was to save is not saved, in one sentence. */
  readonly onFailure: (why: string) => void;
}

/**
 * In a node's own process: from now on each signal that asks for an end, and the end of the process that started the
 * node, however that came, begins the same orderly end, once. Further signals cut nothing short. Exit code 0 when all
 * is saved, 1 when it is not.
 */
export function endNodeInGoodOrder({ stop, withinMs, onFailure }: GoodOrder): void {
  // Whoever reads what we print may be gone first.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  let ending: Promise<void> | undefined;
  const giveTime = process.send === undefined ? undefined : endStuckNodeAfterParent(STUCK_MS);
  const end = (): void => {
    if (ending === undefined) process.send?.(NODE_ENDING, undefined, undefined, () => undefined);
    giveTime?.(withinMs + MARGIN_MS);
    ending ??= endWithin(withinMs, stop).then(
      () => process.exit(0),
      (error: unknown) => {
        onFailure(error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  if (process.send === undefined) process.on("SIGINT", end);
  else {
    // Ctrl-C in a terminal reaches all processes at once; the parent decides what it means.
    process.on("SIGINT", () => undefined);
    process.once("disconnect", end);
  }
}

async function endWithin(ms: number, stop: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it took longer than ${String(ms / 1000)} s`));
    }, ms);
  });
  try {
    await Promise.race([stop(), late]);
  } finally {
    clearTimeout(timer);
  }
}
