import type { DebuggableLab, DebuggedLab, DebugSetup } from "labrpc/testing";
import { codeForLab } from "../lab/codeForLab";
import { labCodeAt } from "../lab/labCodeAt";
import type { LabStage } from "../stage/LabStage";
import { debugSubjectOf } from "./debugSubjectOf";
import { puzzleCode, readPuzzles } from "./readPuzzles";

/** What a lab's `tests/debug.ts` exports as `debug`: the commands `debug` and `puzzle` find it by its name. */
export function debuggableLabOf(stage: LabStage, lab: DebuggedLab): DebuggableLab {
  const { folder } = labCodeAt(stage.folder);
  const setupOf = (name: string): DebugSetup => {
    const setup = lab.setups[name];
    if (setup === undefined)
      throw new RangeError(`expected a setup of ${Object.keys(lab.setups).join(", ")}, got ${name}`);
    return setup;
  };
  return {
    ...lab,
    subject: ({ submission, setup, seed }) => {
      const code = codeForLab(stage.folder, submission);
      return debugSubjectOf({ stage, setup: setupOf(setup), code, seed });
    },
    puzzles: () => readPuzzles(folder),
    puzzleSubject: (number) => {
      const { setup, seed, chaff } = puzzleCode(folder, number);
      return debugSubjectOf({ stage, setup: setupOf(setup), code: chaff, seed });
    },
  };
}
