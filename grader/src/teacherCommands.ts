import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as CheckLabModule from "./checkLab/runCheckLabCommand";
import type * as ClassModule from "./class/runClassCommand";
import type * as ClassWorkerModule from "./class/runClassWorkerCommand";
import type * as CorpusModule from "./corpus/runCorpusCommand";
import type * as GradescopeModule from "./gradescope/runGradescopeCommand";
import type * as HandoutModule from "./handout/runHandoutCommand";
import type * as NewLabModule from "./newLab/runNewLabCommand";
import type * as PackageModule from "./package/runPackageCommand";
import type * as StrategiesModule from "./strategies/runStrategiesCommand";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for */

/** The commands that students do not get. */
export const teacherCommands: Readonly<Record<string, CommandLaunch>> = {
  class: {
    load: () => (require("./class/runClassCommand") as typeof ClassModule).runClassCommand,
    interrupted: "command",
  },
  "class-worker": {
    load: () => (require("./class/runClassWorkerCommand") as typeof ClassWorkerModule).runClassWorkerCommand,
    interrupted: "command",
  },
  corpus: { load: () => (require("./corpus/runCorpusCommand") as typeof CorpusModule).runCorpusCommand },
  strategies: {
    load: () =>
      (require("./strategies/runStrategiesCommand") as typeof StrategiesModule).runStrategiesCommand,
    interrupted: "command",
  },
  handout: { load: () => (require("./handout/runHandoutCommand") as typeof HandoutModule).runHandoutCommand },
  gradescope: {
    load: () =>
      (require("./gradescope/runGradescopeCommand") as typeof GradescopeModule).runGradescopeCommand,
  },
  package: { load: () => (require("./package/runPackageCommand") as typeof PackageModule).runPackageCommand },
  "check-lab": {
    load: () => (require("./checkLab/runCheckLabCommand") as typeof CheckLabModule).runCheckLabCommand,
  },
  "new-lab": { load: () => (require("./newLab/runNewLabCommand") as typeof NewLabModule).runNewLabCommand },
};
