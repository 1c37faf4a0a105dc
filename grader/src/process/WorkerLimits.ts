/** What the process of a test may use up. */
export interface WorkerLimits {
  /** Milliseconds of processor time that one test may take over all its seeds; the key in lab.json is older. */
  readonly wallClockMs: number;
  /** Milliseconds of processor time without any sign of life. */
  readonly silenceMs: number;
  /** Megabytes (2^20 bytes) that the process may hold. */
  readonly memoryMb: number;
}

/**
 * How many times a limit of processor time may pass on the clock before the tool gives up on a process. A process that
 * has the 24th part of a processor reaches its limit just before: beside sixteen busy ones on two processors it has
 * the ninth. Who waits longer than that learns nothing.
 */
export const PROCESSOR_PATIENCE = 24;

/**
 * How many times the limit of silence a process may be asleep. The thread that runs tests always has something to do,
 * and waits now and then for a moment: for the grader to read, or for a thread that collects garbage.
 */
export const SILENCE_PATIENCE = 6;

/** How things stand with a process. All times are milliseconds; "since" counts from its last sign of life. */
export interface WorkerObservation {
  /** Processor time of the thread that runs the test. */
  readonly cpuSinceBeat: number;
  /** So much more of it is granted to a process that has not said yet where it is stuck. */
  readonly grace: number;
  /** The same since the test began; 0 as long as it has not. */
  readonly cpuOfTest: number;
  /** On the clock, without the time in which the grader itself was held up. */
  readonly waitedSinceBeat: number;
  readonly waited: number;
  /** The part of it in which the thread was asleep, and not waiting for a processor. */
  readonly asleepSinceBeat: number;
  readonly asleep: number;
  readonly memoryMb: number | undefined;
}

/** A limit that was passed: by the code that is tested, or for reasons that lie in the machine. */
export type LimitExcess =
  | { readonly kind: "stuck" | "out-of-memory"; readonly message: string }
  /** Little or no processor time came; or nothing was done with it. Worth another try. */
  | { readonly kind: "starved" | "asleep"; readonly message: string };

/** The first limit that is exceeded, if one is. */
export function excessOfLimits(limits: WorkerLimits, seen: WorkerObservation): LimitExcess | undefined {
  const { wallClockMs, silenceMs, memoryMb } = limits;
  if (seen.memoryMb !== undefined && seen.memoryMb > memoryMb)
    return { kind: "out-of-memory", message: `it held more than ${String(memoryMb)} MB of memory` };
  if (seen.cpuSinceBeat > silenceMs + seen.grace)
    return {
      kind: "stuck",
      message: `an endless loop, an endless chain of promises or the like: it gave no sign of life for ${limitInSeconds(silenceMs)} of processor time`,
    };
  if (seen.cpuOfTest > wallClockMs)
    return {
      kind: "stuck",
      message: `it was not done after ${limitInSeconds(wallClockMs)} of processor time`,
    };
  if (seen.asleepSinceBeat > SILENCE_PATIENCE * silenceMs)
    return { kind: "asleep", message: `it slept for ${limitInSeconds(SILENCE_PATIENCE * silenceMs)}` };
  if (seen.asleep > SILENCE_PATIENCE * wallClockMs)
    return { kind: "asleep", message: `it slept for ${limitInSeconds(SILENCE_PATIENCE * wallClockMs)}` };
  if (seen.waitedSinceBeat > PROCESSOR_PATIENCE * silenceMs)
    return { kind: "starved", message: starvedWorkerText(seen.cpuSinceBeat, PROCESSOR_PATIENCE * silenceMs) };
  if (seen.waited > PROCESSOR_PATIENCE * wallClockMs)
    return { kind: "starved", message: starvedWorkerText(seen.cpuOfTest, PROCESSOR_PATIENCE * wallClockMs) };
  return undefined;
}

function starvedWorkerText(got: number, ms: number): string {
  return `the process got ${(got / 1000).toFixed(1)} s of processor time in ${limitInSeconds(ms)}`;
}

function limitInSeconds(ms: number): string {
  return `${String(Math.round(ms / 100) / 10)} s`;
}
