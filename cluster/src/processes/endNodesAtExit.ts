import type { ChildProcess } from "node:child_process";

const alive = new Set<ChildProcess>();

/**
 * Ends the child by force when this process exits for whatever reason that lets it run code: no node is left behind.
 * For the other reasons, such as SIGKILL, a node watches its connection to this process.
 */
export function endNodesAtExit(child: ChildProcess): void {
  if (alive.size === 0) process.once("exit", endAllNodes);
  alive.add(child);
  child.once("exit", () => {
    alive.delete(child);
    if (alive.size === 0) process.removeListener("exit", endAllNodes);
  });
}

function endAllNodes(): void {
  for (const child of alive) child.kill("SIGKILL");
}
