import { debugSubjectOf, readJudges, type LabStage } from "harness";
import type { DebugChoice } from "labrpc/records";
import { DebugRun, type DebuggableLab, type DebugSubject } from "labrpc/testing";
import { join } from "node:path";

const SEED = 1;

export type Choices = readonly DebugChoice[];

/** Where a puzzle is played: a wrong program on one setup of a lab, and the solution on the same. */
export class PuzzleStage {
  readonly wrong: DebugSubject;
  readonly #right: DebugSubject;

  constructor(wrong: DebugSubject, right: DebugSubject) {
    this.wrong = wrong;
    this.#right = right;
  }

  /** Whether these choices, all of which are possible, make the mistake show, and no right program fails with them. */
  async isSolvedBy(choices: Choices): Promise<boolean> {
    return (await this.shows(choices)) && !(await isWrong(this.#right, choices));
  }

  /** Whether all of these choices are possible, and the program has failed after the last one. */
  async shows(choices: Choices): Promise<boolean> {
    const run = await DebugRun.begin(this.wrong, choices);
    try {
      const refused = run.operations.some(({ ended }) => ended?.kind === "refused");
      return run.missed.length === 0 && !refused && isTelling(run);
    } finally {
      await run.end();
    }
  }

  /** The same without choices, and events that time brings, without which the mistake shows as well. */
  async withoutNeedless(way: Choices): Promise<Choices> {
    let short = way;
    for (let at = short.length - 1; at >= 0; at--) {
      const fewer = short.filter((_, index) => index !== at);
      if (await this.shows(fewer)) short = fewer;
    }
    for (let at = short.length - 1; at >= 0; at--) short = await this.#withFewerEvents(short, at);
    return short;
  }

  async #withFewerEvents(way: Choices, at: number): Promise<Choices> {
    const choice = way[at];
    if (choice?.kind !== "next") return way;
    const withEvents = (events: number): Choices => way.with(at, { kind: "next", events });
    let [enough, tooFew] = [choice.events, 0];
    while (enough - tooFew > 1) {
      const middle = Math.floor((enough + tooFew) / 2);
      if (await this.shows(withEvents(middle))) enough = middle;
      else tooFew = middle;
    }
    return withEvents(enough);
  }
}

/** What puzzles of a lab are made of. */
export interface PuzzleLab {
  readonly debug: DebuggableLab;
  readonly judges: ReturnType<typeof readJudges>;
  readonly seed: number;
  /** Throws RangeError when the lab has no such wrong program among its judges, or no such setup. */
  readonly stageOf: (chaff: string, setup: string) => PuzzleStage;
}

/** @param folder the lab's, absolute */
export function puzzleLabIn(folder: string): PuzzleLab {
  /* eslint-disable @typescript-eslint/no-require-imports -- one script for all labs */
  const { debug } = require(join(folder, "tests/debug")) as { debug: DebuggableLab };
  const { stage } = require(join(folder, "tests/stage")) as { stage: LabStage };
  /* eslint-enable @typescript-eslint/no-require-imports */
  const judges = readJudges(folder);
  return {
    debug,
    judges,
    seed: SEED,
    stageOf: (chaff, name) => {
      const setup = debug.setups[name];
      const wrong = judges.chaffs.find((one) => one.name === chaff);
      const right = judges.wheats.find((one) => one.name === "solution");
      if (setup === undefined || wrong === undefined || right === undefined)
        throw new RangeError(
          `expected a chaff of ${judges.chaffs.map((one) => one.name).join(", ")} and a setup of ${Object.keys(debug.setups).join(", ")}, got ${chaff} and ${name}`,
        );
      const common = { stage, setup, seed: SEED };
      return new PuzzleStage(
        debugSubjectOf({ ...common, code: wrong.code }),
        debugSubjectOf({ ...common, code: right.code }),
      );
    },
  };
}

/** Whether a failure is one that messages alone bring about: no answer is what somebody gets who loses all of them. */
export function isTelling({ outcome }: DebugRun): boolean {
  return outcome.kind === "failed" && outcome.restsOn !== "waiting";
}

/** Whether so many of these choices as are possible lead to a failure. */
async function isWrong(subject: DebugSubject, choices: Choices): Promise<boolean> {
  const run = await DebugRun.begin(subject, choices);
  try {
    return run.outcome.kind !== "passed";
  } finally {
    await run.end();
  }
}
