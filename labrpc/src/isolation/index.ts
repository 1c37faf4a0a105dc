/** For graders: student code in processes of its own. See labrpc/README.md. */
export { RealmProcesses, type RealmProcessesOptions } from "./process/RealmProcesses";
export type { RealmLaunch, RealmLoss } from "./process/RealmProcess";
export { probeBubblewrap, type BubblewrapProbe } from "./walls/probeBubblewrap";
export { realmLaunch } from "./walls/realmLaunch";
export { ISOLATION_TIERS, type IsolationTier } from "./walls/IsolationTier";
export { realmProgram } from "./process/realmProgram";
/** For whoever puts other processes behind walls of this kind. */
export { linkedLibraries } from "./walls/linkedLibraries";
export { seccompFilter, type SeccompNetwork } from "./walls/seccompFilter";
export { underMemoryLimit } from "./walls/underMemoryLimit";
