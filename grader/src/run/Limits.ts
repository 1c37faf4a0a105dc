/** What the process of a test may use up, in real time and real memory. */
export interface Limits {
  /** Milliseconds that one test may take over all its seeds. */
  readonly wallClockMs: number;
  /** Milliseconds without any sign of life. */
  readonly silenceMs: number;
  /** Megabytes (2^20 bytes) that the process may hold. */
  readonly memoryMb: number;
}

/** How things stand with a process that runs a test. Times are milliseconds of one clock. */
export interface Observation {
  readonly now: number;
  readonly startedAt: number;
  readonly lastBeatAt: number;
  readonly memoryMb: number | undefined;
}

/** A limit that a test went over. */
export interface Excess {
  readonly kind: "stuck" | "out-of-memory";
  readonly message: string;
}

/** The first limit that is exceeded, if one is. */
export function excess(limits: Limits, seen: Observation): Excess | undefined {
  if (seen.memoryMb !== undefined && seen.memoryMb > limits.memoryMb)
    return { kind: "out-of-memory", message: `it held more than ${String(limits.memoryMb)} MB of memory` };
  if (seen.now - seen.lastBeatAt > limits.silenceMs)
    return {
      kind: "stuck",
      message: `it gave no sign of life for ${seconds(limits.silenceMs)}; look for a loop or a chain of promises without an end`,
    };
  if (seen.now - seen.startedAt > limits.wallClockMs)
    return { kind: "stuck", message: `it was not done after ${seconds(limits.wallClockMs)} of real time` };
  return undefined;
}

function seconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}
