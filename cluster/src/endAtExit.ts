import type { ChildProcess } from "node:child_process";

const alive = new Set<ChildProcess>();

/**
 * Ends the child by force when this process exits for whatever reason that lets it run code: no node is left behind.
 * For the other reasons, such as SIGKILL, a node watches its connection to this process.
 */
export function endAtExit(child: ChildProcess): void {
  if (alive.size === 0) process.once("exit", endAll);
  alive.add(child);
  child.once("exit", () => {
    alive.delete(child);
    if (alive.size === 0) process.removeListener("exit", endAll);
  });
}

function endAll(): void {
  for (const child of alive) child.kill("SIGKILL");
}
