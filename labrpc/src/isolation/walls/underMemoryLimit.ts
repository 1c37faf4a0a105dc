import type { RealmLaunch } from "../process/RealmProcess";

/** What Node holds besides the heap that it is told the size of: compiled code, stacks of its threads; megabytes. */
const FOR_NODE_MB = 150;

/**
 * The same process under the shell's limit on data, where there is a shell: one that takes more is refused it, and ends as
 * Node ends when it has no memory. Without that it would take the machine's, faster than anybody looks, and whoever ends
 * it then says nothing of why.
 *
 * @param memoryMb megabytes that the code may take, in JavaScript's heap or beside it
 */
export function underMemoryLimit(launch: RealmLaunch, memoryMb: number): RealmLaunch {
  if (process.platform === "win32") return launch;
  const kilobytes = (memoryMb + FOR_NODE_MB) * 1024;
  // A system that does not know the limit goes without; its shell then becomes the process, with the same pid.
  const script = `ulimit -c 0 2>/dev/null; ulimit -d ${String(kilobytes)} 2>/dev/null; exec "$@"`;
  return { ...launch, command: "/bin/sh", args: ["-c", script, "sh", launch.command, ...launch.args] };
}
