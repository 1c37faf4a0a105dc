import type { FormatStack } from "./border/stack";
import type { LimitsOfEvent } from "./EventLimits";
import type { ObjectLooks } from "./state/StateServices";

/** What the kernel is given besides the bridge. */
export interface KernelOptions extends LimitsOfEvent {
  /** The submission's folder with a separator at its end; stack traces show files below it only. */
  root: string;
  /** A compiled module's wrapper function, made in this realm; while somebody debugs, one for each host. */
  load: (file: string, host: string) => (...args: unknown[]) => void;
  /** Names of host globals that a module uses, comma-separated. */
  names: (file: string, host: string) => string;
  /** Whether somebody debugs: see `debuggedAs` of CodeFolders. */
  debugged: boolean;
  /** Why the last function of the kit that was called from here failed. */
  failure: () => string;
  /** What an earlier kernel of this process found to be surplus in its realm; see `pruneBuiltins`. */
  surplus: string | undefined;
  /** Evaluates a package of the kit's choice in this realm: "events" anew each time, "buffer" and "labrpc" once. */
  library: (name: string) => unknown;
  /** Objects of this realm go there, and words come back. */
  looks: ObjectLooks;
}

/** The kernel's entries, as the kit calls them: texts and numbers only. Times are virtual ms. */
export interface Kernel {
  /**
   * Begins a run, or goes on with it where runs take turns. @param recording whether to note where each call and timer was made. Slower; used when a failed run
   * is run again
   * @param watching whether `look` is going to be asked
   * @param program whose modules the hosts get, by a number of this realm's
   */
  begin(recording: boolean, watching: boolean, program: number): void;
  /** Ends the run: no host of it lives any more. */
  end(): void;
  /**
   * Begins the life of a host.
   *
   * @param random where its stream of random numbers begins; see `uniformFromHash`
   * @param aheadMs how far its `Date` is ahead of the simulation's clock
   */
  host(id: number, at: number, name: string, random: number, aheadMs: number): void;
  construct(
    id: number,
    at: number,
    object: number,
    module: string,
    name: string,
    text: string,
    operation: number,
  ): void;
  invoke(id: number, at: number, object: number, method: string, text: string, operation: number): void;
  handle(id: number, at: number, object: number, method: string, text: string, request: number): void;
  settle(id: number, at: number, call: number, status: string, text: string): void;
  fire(id: number, at: number, timer: number): void;
  crash(id: number): void;
  /**
   * What has changed of the state of the hosts whose code ran since the last time: JSON of a StateSeen, or "" when
   * nothing has. To be called when all promise jobs are done; has no influence on the run.
   */
  look(): string;
  /** Describes the reason of an unhandled rejection as JSON of an ErrorText. */
  rejection(reason: unknown): string;
  /** What was taken away from the realm; for the kernels after this one. */
  readonly surplus: string;
  /** Makes the text of a stack, for Node to call in place of a function of its own realm. */
  readonly formatStack: FormatStack;
}
