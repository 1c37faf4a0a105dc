import type { Simulation } from "labrpc/simulation";
import type { JudgesScenarios, ScenarioOptions, ScenarioRow } from "labrpc/testing";
import { codeForLab } from "../lab/codeForLab";
import { labCodeAt } from "../lab/labCodeAt";
import type { StageHandlers } from "./playScenario";
import { readJudges, type Judges } from "./readJudges";
import { ScenarioJury, type ScenarioJuryOptions } from "./ScenarioJury";

/** Of one lab: what scenarios play on, and what their runs may use up. */
export interface LabStage {
  /** The lab's folder or one in it, absolute. */
  readonly folder: string;
  readonly stage: (sim: Simulation) => StageHandlers;
  readonly options: ScenarioOptions;
}

/** A grading plays each scenario with each wrong program on so many seeds, and with each right one on one of them. */
export const SEEDS_OF_SCENARIO = 3;

/** What a lab's `tests/stage.ts` exports as `stage`: for its test, and for the command `scenarios`. */
export function labStageOf(lab: LabStage): LabStage & JudgesScenarios {
  return {
    ...lab,
    mistakes: () => readJudges(lab.folder).chaffs.map(({ name }) => name),
    judge: async (submission, { seeds, mistake, verdicts, onRow }) => {
      const all = readJudges(lab.folder);
      const chaffs = mistake === undefined ? all.chaffs : all.chaffs.filter(({ name }) => name === mistake);
      const judges = { ...all, chaffs };
      const table = {
        wheats: judges.wheats.length,
        chaffs: chaffs.map(({ name, theme = "" }) => ({ name, theme })),
        themes: judges.themes,
      };
      const jury = juryOf(lab, submission, {
        seeds: seeds ?? SEEDS_OF_SCENARIO,
        ofRight: seeds === undefined ? "one seed" : "every seed",
        keeper: verdicts,
      });
      const found = await jury.names();
      if ("problem" in found) return { ...table, problem: found.problem, rows: [] };
      const rows: ScenarioRow[] = [];
      for (const name of found.names) {
        const row = await rowOf(jury, name, judges);
        rows.push(row);
        onRow?.(row, found.names.length);
      }
      jury.keep();
      return { ...table, rows };
    },
  };
}

/** The jury of a submission's scenarios. @param submission its folder */
export function juryOf(
  { folder, stage, options }: LabStage,
  submission: string,
  jury: Pick<ScenarioJuryOptions, "seeds" | "ofRight" | "keeper">,
): ScenarioJury {
  const code = codeForLab(folder, submission);
  return new ScenarioJury({ lab: labCodeAt(folder).folder, code, stage, options, ...jury });
}

async function rowOf(jury: ScenarioJury, name: string, { wheats, chaffs }: Judges): Promise<ScenarioRow> {
  const failing = await jury.firstFailing(name, wheats);
  if (failing !== undefined) {
    const { judge, verdict } = failing;
    const { explanation, record } = await jury.explain(name, verdict.seed, judge.code, "quick");
    if (explanation === undefined) return { name, caught: [] };
    return { name, invalid: { explanation, ...(record === undefined ? {} : { record }) }, caught: [] };
  }
  const caught: number[] = [];
  for (const [index, chaff] of chaffs.entries())
    if ((await jury.caughtBy([name], chaff)) !== undefined) caught.push(index);
  const own = await jury.verdictOfOwn(name);
  return { name, caught, ...(own.kind === "failed" ? { own: own.message } : {}) };
}
