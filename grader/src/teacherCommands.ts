import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as CorpusModule from "./corpus/corpus";
import type * as GradescopeModule from "./gradescope/gradescope";
import type * as HandoutModule from "./handout/handout";
import type * as NewLabModule from "./newLab/newLab";
import type * as StrategiesModule from "./strategies/strategies";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for */

/** The commands that students do not get. */
export const teacherCommands: Readonly<Record<string, CommandLaunch>> = {
  corpus: { load: () => (require("./corpus/corpus") as typeof CorpusModule).runCorpusCommand },
  strategies: {
    load: () => (require("./strategies/strategies") as typeof StrategiesModule).runStrategiesCommand,
    interrupted: "command",
  },
  handout: { load: () => (require("./handout/handout") as typeof HandoutModule).runHandoutCommand },
  gradescope: {
    load: () => (require("./gradescope/gradescope") as typeof GradescopeModule).runGradescopeCommand,
  },
  "new-lab": { load: () => (require("./newLab/newLab") as typeof NewLabModule).runNewLabCommand },
};
