import type { Outcome } from "labrpc/simulation";
import { firstSeeds, SimulationFailure, testRun, type Explanation, type SeedResult } from "labrpc/testing";
import { labCodeAt } from "../lab/labCodeAt";
import { juryOf, SEEDS_OF_SCENARIO, type LabStage } from "./LabStage";
import { readJudges, type Judge, type Judges } from "./readJudges";
import type { ScenarioJury } from "./ScenarioJury";

/**
 * Declares the mocha test that judges a student's scenarios. Its first seed asks whether every right program passes every
 * scenario; each further one, whether some scenario that they pass catches one of the wrong programs.
 */
export function scenarioTestOf(name: string, lab: LabStage): void {
  let loaded: { submission: string; test: ScenarioTest } | undefined;
  it(name, async () => {
    const { submission = labCodeAt(lab.folder).folder } = testRun.settings;
    if (loaded?.submission !== submission)
      loaded = { submission, test: new ScenarioTest(name, lab, submission) };
    await loaded.test.run();
  }).timeout(0);
}

class ScenarioTest {
  readonly #name: string;
  readonly #judges: Judges;
  readonly #jury: ScenarioJury;
  #valid: Promise<readonly string[]> | undefined;

  constructor(name: string, lab: LabStage, submission: string) {
    this.#name = name;
    this.#judges = readJudges(lab.folder);
    this.#jury = juryOf(lab, submission, { seeds: SEEDS_OF_SCENARIO, keeper: testRun.settings.verdicts });
  }

  async run(): Promise<void> {
    const { settings } = testRun;
    const questions = 1 + this.#judges.chaffs.length;
    const { seeds = firstSeeds(questions), onSeedStart, onSeed, plan } = settings;
    const failures: SeedResult[] = [];
    for (const seed of seeds) {
      onSeedStart?.(this.#name, seed);
      // What a replay leaves out belongs to one run, not to those that find it.
      testRun.settings = withoutPlan(settings);
      const ofQuestion = (Math.abs(seed - 1) % questions) - 1;
      const chaff = this.#judges.chaffs[ofQuestion];
      const found =
        chaff === undefined
          ? await this.#expectAllHold(seed, plan)
          : await this.#expectCatches(chaff, ofQuestion + 1);
      const result = { ...found, test: this.#name, seed };
      testRun.settings = settings;
      if (result.outcome.kind !== "passed") failures.push(result);
      onSeed?.(result);
    }
    this.#jury.keep();
    if (failures.length > 0) throw new SimulationFailure(this.#name, failures, seeds.length);
  }

  /** Every right program passes every scenario. */
  async #expectAllHold(
    seed: number,
    plan: typeof testRun.settings.plan,
  ): Promise<Omit<SeedResult, "test" | "seed">> {
    const found = await this.#jury.names();
    if ("problem" in found) return this.#failed(found.problem);
    if (found.names.length === 0) return this.#failed(NO_SCENARIOS);
    for (const name of found.names) {
      const failing = await this.#jury.firstFailing(name, this.#judges.wheats);
      if (failing === undefined) continue;
      const { judge, verdict } = failing;
      const { minimise = "thorough" } = testRun.settings;
      if (plan !== undefined) testRun.settings = { ...testRun.settings, plan };
      const result = await this.#jury.explain(name, verdict.seed, judge.code, minimise);
      return this.#ofWheat(name, seed, result);
    }
    const valid = await this.#validNames();
    for (const chaff of this.#judges.chaffs)
      if ((await this.#jury.caughtBy(valid, chaff)) !== undefined) return this.#passed();
    return this.#failed(
      "your scenarios hold for every right program, and for every wrong one: they catch nothing",
    );
  }

  /** Some scenario that all right programs pass fails with this one. @param number of the mistake, from 1 */
  async #expectCatches(chaff: Judge, number: number): Promise<Omit<SeedResult, "test" | "seed">> {
    const found = await this.#jury.names();
    if ("problem" in found) return this.#failed(found.problem);
    if (found.names.length === 0) return this.#failed(NO_SCENARIOS);
    if ((await this.#jury.caughtBy(await this.#validNames(), chaff)) !== undefined) return this.#passed();
    const theme = this.#judges.themes.find((one) => one.theme === chaff.theme);
    const message = `none of your scenarios that hold catches mistake ${String(number)} of ${String(this.#judges.chaffs.length)}: ${theme?.title ?? ""}`;
    return this.#failed(message, theme === undefined ? [] : [theme.nudge]);
  }

  /** Scenarios that every right program passes: others count for nothing. */
  #validNames(): Promise<readonly string[]> {
    this.#valid ??= (async () => {
      const found = await this.#jury.names();
      const valid: string[] = [];
      if ("problem" in found) return valid;
      for (const name of found.names)
        if ((await this.#jury.firstFailing(name, this.#judges.wheats)) === undefined) valid.push(name);
      return valid;
    })();
    return this.#valid;
  }

  /** What a replay finds under the test's own name. */
  #ofWheat(name: string, seed: number, result: SeedResult): Omit<SeedResult, "test" | "seed"> {
    const { explanation, record, ...rest } = result;
    return {
      ...rest,
      ...(explanation === undefined ? {} : { explanation: ofWheat(name, explanation) }),
      ...(record === undefined ? {} : { record: { ...record, test: this.#name, seed } }),
    };
  }

  #passed(): Omit<SeedResult, "test" | "seed"> {
    return this.#result({ kind: "passed" });
  }

  #failed(message: string, details: readonly string[] = []): Omit<SeedResult, "test" | "seed"> {
    const explanation: Explanation = { kind: "failed", message, details, lastEvents: [], console: [] };
    return { ...this.#result({ kind: "failed", message }), explanation };
  }

  #result(outcome: Outcome): Omit<SeedResult, "test" | "seed"> {
    const said = outcome.kind === "failed" ? outcome.message : outcome.kind;
    return { outcome, digest: said, events: this.#jury.events, virtualMs: 0 };
  }
}

const NO_SCENARIOS = "NotImplemented: scenarios.ts has no scenarios yet";

/** What is thrown by what students have not written. */
const STUB = "NotImplemented:";

function withoutPlan(settings: typeof testRun.settings): typeof testRun.settings {
  const plain = { ...settings };
  delete plain.plan;
  return plain;
}

/** Of a right program nobody sees the code, so no place in it is named. */
function ofWheat(name: string, { message, ...explanation }: Explanation): Explanation {
  const stub = [message, ...explanation.details].find((text) => text.includes(STUB));
  const shown = {
    ...explanation,
    message:
      stub === undefined
        ? `scenario "${name}" fails with a right program, so it claims what the handout does not promise: ${message}`
        : `scenario "${name}" is not written yet: ${stub.slice(stub.indexOf(STUB))}`,
    details: [],
  };
  delete shown.file;
  delete shown.line;
  delete shown.column;
  return shown;
}
