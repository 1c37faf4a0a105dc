/** How a host is to crash. */
export interface CrashOptions {
  /** What it has sent, and what was sent to it: "arrives", as when a process ends (default), or "is lost", as without power. */
  readonly onTheWay?: "arrives" | "is lost";
  /**
   * Whether a counterexample may do without the crash. Default: only if the host serves
   * nothing, since a test that starts a server anew counts on the crash. A test that says true looks at the result.
   */
  readonly optional?: boolean;
}

/** Whether it happened: a plan of faults may leave a crash out. */
export type Crash = "crashed" | "left out";
