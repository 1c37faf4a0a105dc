import type { CommandLaunch } from "toolkit/cli/startCommand";
import { compareLevelsCommand } from "./compareLevelsCommand";
import { lab3Command } from "./lab3Command";

/** The lab's programs: `npm run lab3`, `npm run lab3:compare`. */
export const lab3Programs: Readonly<Record<string, CommandLaunch>> = {
  run: { load: () => lab3Command },
  compare: { load: () => compareLevelsCommand },
};
