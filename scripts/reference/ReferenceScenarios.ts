import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { juryOf, labCodeAt, readJudges, type Judges, type LabStage } from "harness";
import { CodeBase } from "labrpc/simulation";
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

/** A grading plays a scenario with a wrong program on so many seeds. */
const SEEDS_WITH_CHAFFS = [1, 2, 3];

/** The scenarios of a lab's reference solution, and what they say of the whole corpus. */
export class ReferenceScenarios {
  readonly #root: string;
  readonly #lab: string;
  readonly #stage: LabStage;
  readonly #submission: string;
  readonly #wheats: Judges["wheats"];

  private constructor(root: string, lab: string, stage: LabStage, submission: string) {
    this.#root = root;
    this.#lab = lab;
    this.#stage = stage;
    this.#submission = submission;
    this.#wheats = readJudges(stage.folder).wheats;
  }

  /**
   * Throws an Error for a lab without scenarios.
   *
   * @param root the kit's folder @param submission the folder of whoever wrote the scenarios. Default: the solution's
   */
  static of(root: string, lab: string, submission = join(root, "solutions", lab)): ReferenceScenarios {
    const file = join(root, lab, "tests", "stage.ts");
    if (!existsSync(file)) throw new Error(`expected a lab with scenarios, got ${lab}, which has no ${file}`);
    const { stage } = createRequire(__filename)(file) as { stage: LabStage };
    return new ReferenceScenarios(root, lab, stage, submission);
  }

  /** Throws an Error when they cannot be read. */
  async names(): Promise<readonly string[]> {
    const found = await this.#jury().names();
    if ("problem" in found) throw new Error(`${this.#submission}: ${found.problem}`);
    return found.names;
  }

  /** Plays each scenario with each right program on one seed. */
  async wrongRejections(seed: number): Promise<readonly WrongRejection[]> {
    // A jury remembers what it has found out, and here nobody asks twice.
    const jury = this.#jury();
    const found: WrongRejection[] = [];
    for (const scenario of await this.names())
      for (const wheat of this.#wheats) {
        const verdict = await jury.verdict(scenario, wheat, seed);
        if (verdict.kind === "failed")
          found.push({ wheat: wheat.name, scenario, seed, message: verdict.message });
      }
    return found;
  }

  /** Plays the scenarios with each chaff of the corpus until one fails. */
  async *judgedChaffs(): AsyncGenerator<JudgedChaff> {
    const jury = this.#jury();
    const names = await this.names();
    const folder = join(this.#root, "corpus", this.#lab, "chaffs");
    for (const chaff of readdirSync(folder).sort()) {
      const entry = materialisePatchedEntry(this.#root, this.#lab, join(folder, chaff));
      try {
        const code = this.#codeIn(entry?.folder ?? join(folder, chaff));
        yield {
          chaff,
          caughtBy: await firstThatFails(names, (name, seed) =>
            jury.verdict(name, { kind: "chaff", name: chaff, code }, seed),
          ),
        };
      } finally {
        entry?.dispose();
      }
    }
  }

  #jury(): ReturnType<typeof juryOf> {
    return juryOf(this.#stage, this.#submission, { seeds: SEEDS_WITH_CHAFFS.length });
  }

  #codeIn(folder: string): CodeBase {
    const { folder: lab, given, fixed = [] } = labCodeAt(this.#stage.folder);
    return new CodeBase({ folder, given: { folder: lab, files: given, fixed } });
  }
}

/** A seed is tried with all scenarios before the next is. */
async function firstThatFails(
  names: readonly string[],
  judge: (name: string, seed: number) => Promise<{ readonly kind: "passed" | "failed" }>,
): Promise<string | undefined> {
  for (const seed of SEEDS_WITH_CHAFFS)
    for (const name of names) if ((await judge(name, seed)).kind === "failed") return name;
  return undefined;
}
