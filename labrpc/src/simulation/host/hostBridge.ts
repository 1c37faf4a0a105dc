import type { RunBridge } from "../../realm/border/Bridge";
import type { VirtualClock } from "../clock/VirtualClock";
import type { Network } from "../network/Network";
import type { ErrorReport, Outcome } from "../outcome/Outcome";
import type { TraceRecorder } from "../trace/Trace";
import { errorReportOf } from "./errorReportOf";
import type { HandlersUnderWay } from "./HandlersUnderWay";
import type { HostHandle } from "./HostHandle";
import type { HostTimers } from "./HostTimers";
import type { LastPlaces } from "./LastPlaces";
import type { HostLives } from "./HostLives";
import type { RunRealm } from "./RunRealm";

/** What the calls of student code reach on the kit's side. */
export interface BridgeTargets {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly record: TraceRecorder;
  readonly lives: HostLives;
  readonly timers: HostTimers;
  readonly places: LastPlaces;
  readonly handlers: HandlersUnderWay;
  readonly realm: RunRealm;
  /** Requests that a handler has not answered yet, by their numbers. */
  readonly requests: Map<number, (ok: boolean, text: string) => void>;
  /** Operations that have no outcome yet, and the hosts that they are on. */
  readonly operations: Map<number, HostHandle>;
  /** Takes the first errors that handlers threw. */
  readonly handlerErrors: ErrorReport[];
  /** Ends the run. */
  readonly end: (outcome: Outcome) => void;
}

/** Console lines kept per host. */
const MAX_LINES = 2000;
/** Errors of handlers that are kept. */
const MAX_HANDLER_ERRORS = 20;

/** The functions of one run that its realm may call. */
export function hostBridge(to: BridgeTargets): RunBridge {
  return {
    timer: (life, timer, delay, repeat, where) => {
      to.places.note(life, where);
      to.timers.start({ life, timer, delay, repeat, where });
    },
    clearTimer: (life, timer) => {
      to.timers.cancel(life, timer);
    },
    oddDelay: (life, asked, where) => {
      to.timers.noteOdd(life, asked, where);
    },
    call: (life, end, call, method, text, where) => {
      to.places.note(life, where);
      to.network.call(end, method, text, where, (status, reply) => {
        to.realm.kernel.settle(life, to.clock.now, call, status, reply);
      });
    },
    handling: (request, where) => {
      to.handlers.note(request, where);
    },
    reply: (request, ok, text) => {
      to.handlers.end(request);
      const respond = to.requests.get(request);
      to.requests.delete(request);
      if (!ok && to.handlerErrors.length < MAX_HANDLER_ERRORS) to.handlerErrors.push(errorReportOf(text));
      respond?.(ok, text);
    },
    result: (operation, ok, text) => {
      const host = to.operations.get(operation);
      to.operations.delete(operation);
      host?.settle(operation, ok, text);
    },
    log: (life, level, text) => {
      const host = to.lives.get(life)?.host;
      if (host === undefined) return;
      if (host.console.length < MAX_LINES) host.console.push({ at: to.clock.now, level, text });
      to.record("console", host.name, undefined, 0, text);
    },
    problem: (kind, life, text) => {
      to.realm.spoil();
      to.end({ kind, host: to.lives.get(life)?.host.name ?? "a host", error: errorReportOf(text) });
    },
  };
}
