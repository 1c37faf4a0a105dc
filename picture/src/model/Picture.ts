import type { TraceEvent } from "labrpc/simulation";
import type { RunRecord, RunRecordFault, ShownOperation, Span } from "labrpc/testing";

/**
 * A run, made ready to be drawn. Hosts, events, arrows and bars are named by their places in the lists; times are
 * virtual ms.
 */
export interface Picture {
  readonly record: RunRecord;
  /** Clients first, then servers, each in the order of their appearance. */
  readonly hosts: readonly PictureHost[];
  readonly events: readonly TraceEvent[];
  /** For each event its host; -1 for the network. */
  readonly eventHosts: Int32Array;
  /** For each event the place of its key in `keys`; -1 when it is about none. */
  readonly eventKeys: Int32Array;
  readonly keys: readonly string[];
  readonly arrows: readonly MessageArrow[];
  readonly bars: readonly OperationBar[];
  readonly waits: readonly CallerWait[];
  readonly work: readonly ServerWork[];
  readonly shades: readonly FaultShade[];
  readonly faults: readonly PictureFault[];
  readonly failing: FailingOperation | undefined;
  /** The time that the picture shows. */
  readonly from: number;
  readonly until: number;
}

export interface PictureHost {
  readonly name: string;
  /** A server is a host that somebody sends requests to. */
  readonly role: "client" | "server";
}

/** One message on its way. */
export interface MessageArrow {
  readonly leg: "request" | "copy" | "reply";
  /** The call that it belongs to. */
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly sent: number;
  /** When it arrived or vanished; the end of the run when it did neither. */
  readonly ended: number;
  readonly arrival: ArrowArrival;
  /** The events at its ends; -1 when the record has none. */
  readonly sentEvent: number;
  readonly endEvent: number;
  /** The number of the fault that happened to it, from 1; 0 for none. */
  fault: number;
}

/** "nobody": nothing took it before its sender gave up. "open": the record ends before anything became of it. */
export type ArrowArrival = "arrived" | "late" | "lost" | "nobody" | "open";

/** An operation of a client. */
export interface OperationBar {
  readonly host: number;
  /** Operations of one host at the same time are drawn below each other; counts from 0. */
  row: number;
  readonly text: string;
  readonly from: number;
  /** null when it never returned. */
  readonly until: number | null;
  readonly effect: number | null;
  /** Its place in the order that was found, from 1; null when it has none. */
  readonly order: number | null;
  /** "plain" and "threw" are known from the trace alone; the others come from a checker. */
  readonly status: ShownOperation["status"] | "plain" | "threw";
  /** -1 when the record has no such event. */
  readonly beginEvent: number;
  readonly endEvent: number;
  /** -1 when it is about no key. */
  readonly key: number;
}

/** A caller waits for a reply in vain. */
export interface CallerWait {
  readonly host: number;
  readonly from: number;
  readonly until: number;
  readonly event: number;
  readonly id: number;
}

/** A server is at work on a request. */
export interface ServerWork {
  readonly host: number;
  readonly from: number;
  readonly until: number;
  readonly id: number;
}

/** A span with the hosts it shades: each with the number of its group, from 0. */
export interface FaultShade {
  readonly span: Span;
  readonly from: number;
  readonly until: number;
  readonly groupOf: ReadonlyMap<number, number>;
}

/** A fault with its number and the event it is seen at. */
export interface PictureFault extends RunRecordFault {
  /** From 1. */
  readonly number: number;
  /** -1 when none fits. */
  readonly event: number;
}

/** The operation that the failure is about. */
export interface FailingOperation {
  readonly bar: number;
  /** How we know. "last" is a guess: what the test saw last before it failed. */
  readonly why: "impossible" | "never-returned" | "threw" | "named" | "last";
}
