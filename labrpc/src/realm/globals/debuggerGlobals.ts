/** What a debugger may ask for wherever a run is paused. */
export interface DebuggerView {
  /** The host whose code runs. */
  readonly host: () => string;
  /** Virtual ms since the start of the run. */
  readonly now: () => number;
}

/**
 * Lets a debugger evaluate `$host` and `$now` in each frame: as watch expressions they say on which host a run is paused,
 * and when. There in runs that somebody debugs only.
 */
export function defineDebuggerGlobals({ host, now }: DebuggerView): void {
  for (const [name, get] of Object.entries({ $host: host, $now: now }))
    Object.defineProperty(globalThis, name, { get, configurable: false, enumerable: false });
}
