import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { codeForLab, juryOf, readJudges, SEEDS_OF_SCENARIO, type LabStage, type ScenarioJury } from "harness";
import { ToolError } from "toolkit/cli/ToolError";
import { labFile } from "toolkit/labs/labFile";
import { materialisePatchedEntry } from "toolkit/submission/materialisePatchedEntry";

/** A right program that a reference scenario rejects: the scenario claims too much, or the program is wrong. */
export interface WrongRejection {
  readonly wheat: string;
  readonly scenario: string;
  readonly seed: number;
  readonly message: string;
}

/** A wrong program of the corpus, and the first scenario that fails with it; undefined when none does. */
export interface JudgedChaff {
  readonly chaff: string;
  readonly caughtBy: string | undefined;
}

/** The scenarios of a lab's reference solution, and what they say of the whole corpus. */
export class ReferenceScenarios {
  readonly #root: string;
  readonly #lab: string;
  readonly #stage: LabStage;
  readonly #jury: ScenarioJury;

  /**
   * Throws ToolError for a lab without scenarios.
   *
   * @param root the kit's folder @param submission the folder of whoever wrote the scenarios. Default: the solution's
   */
  constructor(root: string, lab: string, submission = join(root, "solutions", lab)) {
    const file = labFile({ folder: join(root, lab) }, "stage.ts");
    if (file === undefined) throw new ToolError(`expected a lab with scenarios, got ${lab}`);
    const { stage } = createRequire(__filename)(file) as { stage: LabStage };
    this.#root = root;
    this.#lab = lab;
    this.#stage = stage;
    this.#jury = juryOf(stage, submission, { seeds: SEEDS_OF_SCENARIO });
  }

  /** Throws ToolError when they cannot be read. */
  async names(): Promise<readonly string[]> {
    const found = await this.#jury.names();
    if ("problem" in found) throw new ToolError(`the scenarios of ${this.#lab}: ${found.problem}`);
    return found.names;
  }

  /** Plays each scenario with each right program on each of so many seeds; what it finds comes seed by seed. */
  async *wrongRejections(from: number, seeds: number): AsyncGenerator<readonly WrongRejection[]> {
    const { wheats } = readJudges(this.#stage.folder);
    for (let seed = from; seed < from + seeds; seed++) {
      const found: WrongRejection[] = [];
      for (const scenario of await this.names())
        for (const wheat of wheats) {
          const verdict = await this.#jury.verdict(scenario, wheat, seed);
          if (verdict.kind === "failed")
            found.push({ wheat: wheat.name, scenario, seed, message: verdict.message });
        }
      yield found;
    }
  }

  /** Plays the scenarios with each chaff of the corpus until one fails. */
  async *judgedChaffs(): AsyncGenerator<JudgedChaff> {
    const names = await this.names();
    const folder = join(this.#root, "corpus", this.#lab, "chaffs");
    for (const chaff of readdirSync(folder).sort()) {
      const entry = materialisePatchedEntry(this.#root, this.#lab, join(folder, chaff));
      try {
        const code = codeForLab(this.#stage.folder, entry?.folder ?? join(folder, chaff));
        yield { chaff, caughtBy: await this.#jury.caughtBy(names, { kind: "chaff", name: chaff, code }) };
      } finally {
        entry?.dispose();
      }
    }
  }
}
