import type { FaultPlan } from "labrpc/simulation";
import type { DebugChoice } from "labrpc/records";
import type { DebugAct, DebugOffer, DebugView } from "labrpc/testing";
import type { WorkerIsolation } from "../../protocol/protocol";

/** Which run is debugged. */
export type DebugWhat =
  | { readonly kind: "stage"; readonly setup: string; readonly seed: number }
  | { readonly kind: "test"; readonly test: string; readonly seed: number; readonly plan?: FaultPlan }
  /** A wrong program of the kit's; from 1. */
  | { readonly kind: "puzzle"; readonly number: number };

/**
 * What the server and the process that runs student code say to each other, one JSON value a line. The server writes to
 * standard input, first a welcome. The process writes answers to file descriptor 3, each with the token of the welcome.
 */
export interface DebugWelcome {
  /** Random; without it an answer is not believed. */
  readonly token: string;
  readonly what: DebugWhat;
  /** Folder of the code, absolute. */
  readonly submission: string;
  /** The lab's tests/debug.ts, absolute; absent where the lab has none. */
  readonly debug?: string;
  /** The lab's mocha files, absolute. */
  readonly specs: readonly string[];
  /** Where student code runs. Default: in the process that gets this. */
  readonly isolation?: WorkerIsolation;
}

/** Makes these choices from the start, or goes on where the last request ended, and then does one thing more. */
export interface DebugRequest {
  readonly id: number;
  readonly choices: readonly DebugChoice[];
  readonly act?: DebugAct;
}

export type DebugAnswer =
  | { readonly type: "ready"; readonly offer: DebugOffer }
  | { readonly type: "broken"; readonly message: string }
  | { readonly type: "view"; readonly id: number; readonly view: DebugView };
