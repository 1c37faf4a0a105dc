import { Worker } from "node:worker_threads";

/**
 * What the thread runs. On Windows a process keeps the number of a parent that is gone, so there the thread asks whether
 * the parent runs.
 */
const WATCH = `
const { workerData: { parent, deadline, stuckMs } } = require("node:worker_threads");
const hasParent = () => {
  if (process.platform !== "win32") return process.ppid === parent;
  try { return process.kill(parent, 0); } catch { return false; }
};
let orphanMs = 0;
setInterval(() => {
  if (hasParent()) return;
  orphanMs += 500;
  if (orphanMs > Math.max(stuckMs, Atomics.load(deadline, 0))) process.kill(process.pid, "SIGKILL");
}, 500);`;

/**
 * In a node's own process: ends it by force when it is still there some time after the process that started it is gone.
 * A node that is in an endless loop sees neither a signal nor the end of its connection to the parent, and nobody would
 * be left to end it. A thread of its own looks twice a second; it costs some 10 ms when the node starts.
 *
 * @param stuckMs how long it may outlive that process, ms of real time
 * @returns gives the node more time than that, ms: it has begun to end, and is not stuck
 */
export function endStuckNodeAfterParent(stuckMs: number): (withinMs: number) => void {
  const deadline = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { parent: process.ppid, deadline, stuckMs };
  // What this process loads before its program, the thread does not need.
  new Worker(WATCH, { eval: true, execArgv: [], env: {}, workerData }).unref();
  return (withinMs) => void Atomics.store(deadline, 0, withinMs);
}
