import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as CompletionModule from "./completion/runCompletionCommand";
import type * as DebugModule from "./debug/runDebugCommand";
import type * as DemoModule from "./demo/runDemoCommand";
import type * as ExploreModule from "./explore/runExploreCommand";
import type * as GradeModule from "./grade/runGradeCommand";
import type * as PuzzleModule from "./debug/runPuzzleCommand";
import type * as ReplayModule from "./replay/runReplayCommand";
import type * as ScenariosModule from "./scenarios/runScenariosCommand";
import type * as TourModule from "./tour/runTourCommand";
import type * as VerifyModule from "./verify/runVerifyCommand";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for */

/** The commands that students have. */
export const studentCommands: Readonly<Record<string, CommandLaunch>> = {
  grade: { load: () => (require("./grade/runGradeCommand") as typeof GradeModule).runGradeCommand },
  verify: { load: () => (require("./verify/runVerifyCommand") as typeof VerifyModule).runVerifyCommand },
  debug: {
    load: () => (require("./debug/runDebugCommand") as typeof DebugModule).runDebugCommand,
    interrupted: "command",
  },
  demo: { load: () => (require("./demo/runDemoCommand") as typeof DemoModule).runDemoCommand },
  explore: {
    load: () => (require("./explore/runExploreCommand") as typeof ExploreModule).runExploreCommand,
    interrupted: "command",
  },
  scenarios: {
    load: () => (require("./scenarios/runScenariosCommand") as typeof ScenariosModule).runScenariosCommand,
  },
  tour: { load: () => (require("./tour/runTourCommand") as typeof TourModule).runTourCommand },
  completion: {
    load: () =>
      (require("./completion/runCompletionCommand") as typeof CompletionModule).completionCommand(
        () => studentCommands,
      ),
  },
  puzzle: {
    load: () => (require("./debug/runPuzzleCommand") as typeof PuzzleModule).runPuzzleCommand,
    interrupted: "command",
  },
  replay: { load: () => (require("./replay/runReplayCommand") as typeof ReplayModule).runReplayCommand },
};
