/** What the processes of one attack may use up, so that none harms the machine. */
export const ATTACK_LIMITS = {
  /** Bytes of one file. */
  fileBytes: 64 * 2 ** 20,
  /** Bytes of data of one process. Node asks for address space without end, so that cannot be limited. */
  dataBytes: 3 * 2 ** 30,
  /** Bytes that all processes may hold together; looked at now and then. */
  togetherBytes: 3 * 2 ** 30,
} as const;

/** A command, and in words how it is held. */
export interface CommandUnderLimits {
  readonly command: string;
  readonly args: readonly string[];
}

/** What `commandUnderLimits` does on this machine, for people. */
export const ATTACK_HELD_BY =
  process.platform === "win32"
    ? "time alone (this system has no ulimit)"
    : "time, memory and file size (ulimit), and looks at the memory of all its processes";

/** Puts a command under the shell's limits where there is a shell. Its shell becomes the command, with the same pid. */
export function commandUnderLimits(command: string, args: readonly string[]): CommandUnderLimits {
  if (process.platform === "win32") return { command, args };
  // A limit that the system does not know is left out; the looks at memory are there as well.
  const limits = [
    "ulimit -c 0",
    `ulimit -f ${String(ATTACK_LIMITS.fileBytes / 512)}`,
    `ulimit -d ${String(ATTACK_LIMITS.dataBytes / 1024)}`,
  ];
  const script = `${limits.map((limit) => `${limit} 2>/dev/null`).join("; ")}; exec "$@"`;
  return { command: "/bin/sh", args: ["-c", script, "sh", command, ...args] };
}
