import type { CommandLaunch } from "toolkit/cli/startCommand";
import { runConsistencyProgram } from "./consistency";
import { runIntegrationProgram } from "./integration";
import { runPerformanceProgram } from "./performance";
import { runQuorumProgram } from "./quorum";

/** The lab's programs: `npm run lab4:integration` and so on. */
export const lab4Programs: Readonly<Record<string, CommandLaunch>> = {
  integration: { load: () => runIntegrationProgram },
  performance: { load: () => runPerformanceProgram },
  quorum: { load: () => runQuorumProgram },
  consistency: { load: () => runConsistencyProgram },
};
