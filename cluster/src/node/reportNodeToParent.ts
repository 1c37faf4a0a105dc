import { endStuckNodeAfterParent } from "./endStuckNodeAfterParent";
import type { NodeReport } from "./NodeReport";

/** So long a node that is stuck may outlive the process that started it, ms. */
const STUCK_MS = 2_000;

/**
 * In a node's own process: tells the process that started it how the start went. Does nothing when nobody listens,
 * as in a container.
 */
export function reportNodeToParent(report: NodeReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    // A parent that is gone gets no report; `endNodeWithParent` sees to the rest.
    else process.send(report, undefined, undefined, () => resolve());
  });
}

/**
 * In a node's own process: ends it when the process that started it is gone, however that ended, so that no node is
 * left behind. What a terminal sends reaches all processes at once; the parent decides what it means. Call it before
 * student code is loaded, which may never return.
 */
export function endNodeWithParent(): void {
  if (process.send === undefined) return;
  endStuckNodeAfterParent(STUCK_MS);
  process.once("disconnect", () => process.exit(0));
  for (const signal of ["SIGINT", "SIGHUP", "SIGQUIT"] as const) process.on(signal, () => undefined);
}

/** In a node's own process, after its report: sends what JSON can carry to `ClusterOptions.onMessage`. */
export function tellParentOfNode(message: object): void {
  // A parent that is gone hears nothing; `endNodeWithParent` sees to the rest.
  process.send?.(message, undefined, undefined, () => undefined);
}

/** In a node's own process: takes what the process that started it sends by `Cluster.send`. */
export function onMessageToNode(handler: (message: unknown) => void): void {
  process.on("message", handler);
}
