import type { CommandLaunch } from "toolkit/cli/startCommand";
import { compareCommand } from "./compareCommand";
import { lab3Command } from "./lab3Command";

/** The lab's programs: `npm run lab3`, `npm run lab3:compare`. */
export const programs: Readonly<Record<string, CommandLaunch>> = {
  run: { load: () => lab3Command },
  compare: { load: () => compareCommand },
};
