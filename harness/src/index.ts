/** What the harnesses of the labs share. It knows the simulation and the checker, and no lab. */
export { labCodeAt } from "./labCodeAt";
export { linearizable } from "./linearizable";
export { RecordedCalls, type RecordedCall } from "./RecordedCalls";
export { testsOfLab } from "./testsOfLab";
