/** For test harnesses and tools: the simulation, its hosts and its network. See labrpc/README.md. */
export type { CallFilter, CallTotals } from "./Accounting";
export { CodeBase, SyntaxFailure, type CodeFolders } from "./CodeBase";
export { compile, type Compiled, type SyntaxProblem } from "./compile";
export type { Host, Remote } from "./Host";
export type { ConsoleLine } from "./HostRuntime";
export type { Endpoint, Fate, Message, Script } from "./Message";
export type { Network } from "./Network";
export type { NetworkOptions } from "./NetworkOptions";
export type { Busy, ErrorReport, Outcome, PendingCall, RunResult } from "./Outcome";
export { TOUCHED, type Alternative, type Guide } from "./OrderAgenda";
export type { Passage } from "./Passage";
export { RandomStream } from "./RandomStream";
export { Simulation, type SimulationOptions } from "./Simulation";
export { HOLD_MS, type StrategySpec } from "./StrategySpec";
export type { Trace, TraceEvent, TraceKind } from "./Trace";
export { HostCrashed, StudentError, Violation } from "./Violation";
