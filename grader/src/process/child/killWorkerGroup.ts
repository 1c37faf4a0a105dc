import treeKill from "tree-kill";

/**
 * Ends a process and all that it started, at once. The process leads a group of its own, except on Windows,
 * which has no groups: there the tree of its children is ended.
 */
export function killWorkerGroup(pid: number): void {
  if (process.platform === "win32") {
    treeKill(pid, "SIGKILL");
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: it has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
