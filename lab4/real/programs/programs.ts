import type { CommandLaunch } from "toolkit/cli/startCommand";
import { consistency } from "./consistency";
import { integration } from "./integration";
import { performanceProgram } from "./performance";
import { quorum } from "./quorum";

/** The lab's programs: `npm run lab4:integration` and so on. */
export const programs: Readonly<Record<string, CommandLaunch>> = {
  integration: { load: () => integration },
  performance: { load: () => performanceProgram },
  quorum: { load: () => quorum },
  consistency: { load: () => consistency },
};
