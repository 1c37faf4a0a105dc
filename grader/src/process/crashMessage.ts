import type { ProcessEnd } from "./child/GroupProcess";

/** What to make of a process that ended in the middle of a test, although nobody ended it. */
export function workerCrashEnding({ code, signal, stderr }: ProcessEnd): {
  kind: "crashed" | "out-of-memory";
  message: string;
} {
  // Node prints this and then aborts. Student code cannot abort the process by printing it.
  if (workerAborted(code, signal) && /JavaScript heap out of memory|Allocation failed/.test(stderr))
    return { kind: "out-of-memory", message: "Node ran out of memory" };
  if (signal !== null) return { kind: "crashed", message: `the process was ended by ${signal}` };
  if (workerAborted(code, signal)) return { kind: "crashed", message: "Node crashed" };
  return { kind: "crashed", message: `the process ended by itself with exit code ${String(code)}` };
}

function workerAborted(code: number | null, signal: NodeJS.Signals | null): boolean {
  // On Windows an abort shows as one of these exit codes.
  return (
    signal === "SIGABRT" || signal === "SIGTRAP" || code === 134 || code === 0x80000003 || code === 0xc0000409
  );
}

/** Signals that code cannot bring upon itself: they come from the system or from a person. */
const FROM_OUTSIDE: ReadonlySet<NodeJS.Signals> = new Set([
  "SIGKILL",
  "SIGTERM",
  "SIGINT",
  "SIGHUP",
  "SIGQUIT",
  "SIGXCPU",
]);

/** Whether something else than the code, or a crash of Node, ended a process; or whether it never was one. */
export function wasWorkerEndedFromOutside({ code, signal }: ProcessEnd): boolean {
  return signal === null ? code === null : FROM_OUTSIDE.has(signal);
}
