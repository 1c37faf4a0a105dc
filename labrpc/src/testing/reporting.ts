/** What a report needs to know of runs. Loads no simulation: who only reads results starts a tenth of a second sooner. */
export { HOLD_MS } from "../simulation/schedules/StrategySpec";
export { withoutValues } from "./explain/failureSignature";
export { withShortIds } from "./explain/renderEvent";
export { unfinished } from "./minimise/describeCounterexample";
export { describeHole } from "./run/findHole";
export { isOutOfStack } from "./run/outOfStack";
export { firstSeeds } from "./run/testRun";
export { variableOf } from "./debug/variableOf";
