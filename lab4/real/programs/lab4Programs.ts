import type { CommandLaunch } from "toolkit/cli/startCommand";
import { runConsistencyProgram } from "./consistency/runConsistencyProgram";
import { runIntegrationProgram } from "./integration/runIntegrationProgram";
import { runPerformanceProgram } from "./load/runPerformanceProgram";
import { runQuorumProgram } from "./load/runQuorumProgram";

/** The lab's programs: `npm run lab4:integration` and so on. */
export const lab4Programs: Readonly<Record<string, CommandLaunch>> = {
  integration: { load: () => runIntegrationProgram },
  performance: { load: () => runPerformanceProgram },
  quorum: { load: () => runQuorumProgram },
  consistency: { load: () => runConsistencyProgram },
};
