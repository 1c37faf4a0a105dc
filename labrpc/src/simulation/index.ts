/** For test harnesses and tools: the simulation, its hosts and its network. See labrpc/README.md. */
export type { CallFilter, CallTotals } from "./Accounting";
export { CodeBase, SyntaxFailure, type CodeFolders } from "./CodeBase";
export { compile, type Compiled, type SyntaxProblem } from "./compile";
export { faultKey, type Fault, type FaultPlan, type FaultSeen } from "./Fault";
export type { FaultLog } from "./FaultLog";
export type { HistoryView, ShownOperation } from "./HistoryView";
export type { Host, Remote } from "./Host";
export type { ConsoleLine } from "./HostRuntime";
export type { Endpoint, Fate, Message, Script } from "./Message";
export type { Network } from "./Network";
export type { NetworkOptions } from "./NetworkOptions";
export type { Busy, ErrorReport, Outcome, PendingCall, RunResult } from "./Outcome";
export { RandomStream } from "./RandomStream";
export type { Span, SpanLog } from "./SpanLog";
export { Simulation, type SimulationOptions } from "./Simulation";
export type { Trace, TraceEvent, TraceKind } from "./Trace";
export { HostCrashed, StudentError, Violation, type ViolationDetails } from "./Violation";
