import { realmSource, sourcesReachedFrom, type CodeBase, type Simulation } from "labrpc/simulation";
import {
  explain,
  firstRunOfSeed,
  firstSeeds,
  runSeed,
  type Explanation,
  type KeepsVerdicts,
  type Scenario,
  type ScenarioOptions,
  type ScenarioVerdict,
  type SeedResult,
} from "labrpc/testing";
import { DIRECTOR, namesOfScenarios, playScenario, type StageHandlers } from "./playScenario";
import { namingWhatWaits } from "./namingWhatWaits";
import type { Judge } from "./readJudges";

export interface ScenarioJuryOptions {
  /** The lab's folder, absolute. */
  readonly lab: string;
  /** The student's code, scenarios included. */
  readonly code: CodeBase;
  /** What the lab's stage does in one run. */
  readonly stage: (sim: Simulation) => StageHandlers;
  readonly options: ScenarioOptions;
  /** Each scenario is played with a wrong program, and with the student's own, on so many seeds, from 1, until one fails. */
  readonly seeds: number;
  /**
   * With right programs: on all of these seeds, or on one of them each, in turns. They are so many that each seed on which a
   * wrong program may be caught is one of several right ones', too. Default: on one.
   */
  readonly ofRight?: "every seed" | "one seed";
  /** Where verdicts are kept. Default: nowhere. */
  readonly keeper?: KeepsVerdicts | undefined;
}

/** More would be no set that somebody thought about, and takes long. */
export const MOST_SCENARIOS = 12;
const LONGEST_NAME = 150;

/**
 * Plays a student's scenarios with right and wrong programs. What it has found out once it remembers, and so does its
 * keeper: of the kit's programs, not of the student's own.
 */
export class ScenarioJury {
  readonly #options: ScenarioJuryOptions;
  readonly #verdicts = new Map<string, Promise<ScenarioVerdict>>();
  readonly #known: Map<string, ScenarioVerdict>;
  readonly #sources: ReadonlyMap<string, string>;
  #isNewKnown = false;
  #names: Promise<{ readonly names: string[] } | { readonly problem: string }> | undefined;
  /** Events of all runs so far. */
  events = 0;

  constructor(options: ScenarioJuryOptions) {
    this.#options = options;
    const { keeper, lab, code } = options;
    this.#sources = keeper === undefined ? new Map() : sourcesReachedFrom(code, DIRECTOR);
    this.#known = new Map(keeper?.read(lab, this.#sources));
  }

  /** Hands what it has found out to its keeper. */
  keep(): void {
    const { keeper, lab } = this.#options;
    if (this.#isNewKnown) keeper?.write(lab, this.#sources, this.#known);
    this.#isNewKnown = false;
  }

  /** The names of the scenarios, or why there are none. */
  names(): Promise<{ readonly names: string[] } | { readonly problem: string }> {
    this.#names ??= namesOfScenarios(this.#options.code).then((found) => {
      if ("problem" in found) return found;
      const { names } = found;
      if (names.length > MOST_SCENARIOS)
        return {
          problem: `expected at most ${String(MOST_SCENARIOS)} scenarios, got ${String(names.length)}`,
        };
      const long = names.find((name) => name.length > LONGEST_NAME);
      return long === undefined
        ? found
        : { problem: `expected names of at most ${String(LONGEST_NAME)} characters, got ${long}` };
    });
    return this.#names;
  }

  /** What a scenario says of a program. */
  verdict(
    name: string,
    { kind, name: judge, code }: Pick<Judge, "kind" | "name" | "code">,
    seed: number,
  ): Promise<ScenarioVerdict> {
    const key = JSON.stringify([name, kind, judge, seed]);
    let verdict = this.#verdicts.get(key);
    if (verdict === undefined) this.#verdicts.set(key, (verdict = this.#knownOrFound(key, name, code, seed)));
    return verdict;
  }

  async #knownOrFound(key: string, name: string, code: CodeBase, seed: number): Promise<ScenarioVerdict> {
    let verdict = this.#known.get(key);
    if (verdict === undefined) {
      verdict = await this.#judge(name, code, seed);
      this.#known.set(key, verdict);
      this.#isNewKnown = true;
    }
    this.events += verdict.events;
    return verdict;
  }

  /** What a scenario says of the student's own program: of the first seed that fails, or of the last. */
  async verdictOfOwn(name: string): Promise<ScenarioVerdict> {
    const { code, seeds } = this.#options;
    return firstFailed(firstSeeds(seeds), (seed) => this.#judge(name, code, seed));
  }

  /** The first of the right programs that does not pass a scenario; undefined when all do. */
  async firstFailing(
    name: string,
    wheats: readonly Judge[],
  ): Promise<{ readonly judge: Judge; readonly verdict: ScenarioVerdict & { kind: "failed" } } | undefined> {
    const failing: { judge: Judge; verdict: ScenarioVerdict & { kind: "failed" } }[] = [];
    await forEachInOrder(wheats, async (judge, index) => {
      const verdict = await firstFailed(this.#seedsOfRight(index), (seed) => this.verdict(name, judge, seed));
      if (verdict.kind === "failed") failing.push({ judge, verdict });
      return failing.length === 0 ? "goes on" : "enough";
    });
    return failing.sort((a, b) => wheats.indexOf(a.judge) - wheats.indexOf(b.judge))[0];
  }

  #seedsOfRight(index: number): readonly number[] {
    const { seeds, ofRight = "one seed" } = this.#options;
    return ofRight === "every seed" ? firstSeeds(seeds) : [1 + (index % seeds)];
  }

  /**
   * The first of these scenarios that fails with a wrong program; undefined when none does. A seed is tried with all of
   * them before the next is.
   */
  async caughtBy(
    names: readonly string[],
    chaff: Pick<Judge, "kind" | "name" | "code">,
  ): Promise<string | undefined> {
    for (const seed of firstSeeds(this.#options.seeds))
      for (const name of names) if ((await this.verdict(name, chaff, seed)).kind === "failed") return name;
    return undefined;
  }

  /** Plays a scenario again, and says all that there is to say. */
  async explain(
    name: string,
    seed: number,
    code: CodeBase,
    minimise: "none" | "quick" | "thorough",
  ): Promise<SeedResult> {
    const effort = { minimise, freshSecondRun: false, explained: true } as const;
    const result = await runSeed({ ...this.#run(name, seed, code), ...effort });
    const { explanation, outcome } = result;
    return explanation === undefined
      ? result
      : { ...result, explanation: namingWhatWaits(explanation, outcome) };
  }

  async #judge(name: string, code: CodeBase, seed: number): Promise<ScenarioVerdict> {
    const { result, simulation } = await firstRunOfSeed(this.#run(name, seed, code), () => false);
    const { events, outcome } = result;
    if (outcome.kind === "passed") return { kind: "passed", events };
    const { message }: Explanation = namingWhatWaits(explain(outcome, simulation), outcome);
    return { kind: "failed", seed, message, events };
  }

  #run(
    name: string,
    seed: number,
    code: CodeBase,
  ): { test: string; seed: number; code: CodeBase; options: ScenarioOptions; scenario: Scenario } {
    const { options, stage, code: student } = this.#options;
    return {
      test: `scenario ${name}`,
      seed,
      code,
      options,
      scenario: (sim) => playScenario(sim, { code: student, name, handlers: stage(sim) }),
    };
  }
}

/** The first failed verdict of these seeds; the last one's when none fails. */
async function firstFailed(
  seeds: readonly number[],
  judge: (seed: number) => Promise<ScenarioVerdict>,
): Promise<ScenarioVerdict> {
  let verdict: ScenarioVerdict = { kind: "passed", events: 0 };
  for (const seed of seeds) {
    verdict = await judge(seed);
    if (verdict.kind === "failed") break;
  }
  return verdict;
}

/**
 * Does something with one after the other until it is enough; as many at a time as pays where student code runs in other
 * processes. All that come before the one that was enough are done, too.
 */
async function forEachInOrder<T>(
  list: readonly T[],
  job: (one: T, index: number) => Promise<"goes on" | "enough">,
): Promise<void> {
  let next = 0;
  let isEnough = false;
  const work = async (): Promise<void> => {
    while (next < list.length && !isEnough) {
      const index = next++;
      isEnough = (await job(list[index] as T, index)) === "enough" || isEnough;
    }
  };
  await Promise.all(Array.from({ length: realmSource().runsAtOnce }, work));
}
