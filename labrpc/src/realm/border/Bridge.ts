/**
 * The only way out of a realm: functions of the kit that take and return nothing but texts and numbers.
 *
 * No object of the kit's own realm ever reaches student code, so code that patches its built-ins, or walks
 * up a chain of constructors, stays among its own objects.
 */
export interface Bridge extends RunBridge, CodeBridge {}

/** What belongs to one run. */
export interface RunBridge {
  /** Asks for a timer. `delay` in virtual ms; `repeat` for intervals. `where` is set while recording. */
  timer: (host: number, timer: number, delay: number, repeat: boolean, where: string) => void;
  clearTimer: (host: number, timer: number) => void;
  /** A timer's delay that counts as 1 ms, such as "NaN". Called while recording only. */
  oddDelay: (host: number, asked: string, where: string) => void;
  /** Sends a request through an end. The outcome comes back through `Kernel.settle`. */
  call: (host: number, end: string, call: number, method: string, text: string, where: string) => void;
  /** A handler started by `Kernel.handle` waits for the first time, or is done. Called while recording only. */
  handling: (request: number, where: string) => void;
  /** The outcome of a handler started by `Kernel.handle`. */
  reply: (request: number, ok: boolean, text: string) => void;
  /** The outcome of a method started by `Kernel.invoke` or of `Kernel.construct`. */
  result: (operation: number, ok: boolean, text: string) => void;
  log: (host: number, level: string, text: string) => void;
  /** Something that ends the run: an endless loop, busy waiting, an exception outside any call. */
  problem: (kind: ProblemKind, host: number, text: string) => void;
}

/** What belongs to the student's code, and is the same in all runs. */
export interface CodeBridge {
  /** Finds a module of the student's: "ok:FILE", or "no:MESSAGE". */
  resolve: (from: string, specifier: string) => string;
  /** Where a position of compiled code stands in the source: "LINE:COLUMN". */
  position: (file: string, line: number, column: number) => string;
  /** See HashPieces. */
  hash: (algorithm: string, pieces: string) => string;
}

export const RUN_BRIDGE: readonly (keyof RunBridge)[] = [
  "timer",
  "clearTimer",
  "call",
  "handling",
  "reply",
  "result",
  "log",
  "problem",
  "oddDelay",
];

export const CODE_BRIDGE: readonly (keyof CodeBridge)[] = ["resolve", "position", "hash"];

export type ProblemKind = "endless-loop" | "busy-wait" | "host-error";

/** An error as it crosses the border of a realm. `data` holds its own properties as encoded text. */
export interface ErrorText {
  name: string;
  message: string;
  stack: string;
  data: string;
}
