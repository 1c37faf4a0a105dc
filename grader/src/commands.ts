import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as DemoModule from "./demo/demo";
import type * as ExploreModule from "./explore/explore";
import type * as GradeModule from "./grade/grade";
import type * as ReplayModule from "./replay/replay";
import type * as VerifyModule from "./verify/verify";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for */

/** The commands that students have. */
export const studentCommands: Readonly<Record<string, CommandLaunch>> = {
  grade: { load: () => (require("./grade/grade") as typeof GradeModule).runGradeCommand },
  verify: { load: () => (require("./verify/verify") as typeof VerifyModule).runVerifyCommand },
  demo: { load: () => (require("./demo/demo") as typeof DemoModule).runDemoCommand },
  explore: {
    load: () => (require("./explore/explore") as typeof ExploreModule).runExploreCommand,
    interrupted: "command",
  },
  replay: { load: () => (require("./replay/replay") as typeof ReplayModule).runReplayCommand },
};
