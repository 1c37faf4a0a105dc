import { processContext } from "toolkit/cli/processContext";
import { runClassCommand } from "../../src/class/runClassCommand";
import { FIXTURE_KIT, typesUnchecked } from "./runGrade";

// `class` on the small kit, as a process that can be killed.
const context = { ...processContext(), root: FIXTURE_KIT, checkTypes: typesUnchecked };
void runClassCommand(process.argv.slice(2), context).then((code) => {
  process.exitCode = code;
});
