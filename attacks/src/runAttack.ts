import { rmSync } from "node:fs";
import { join } from "node:path";
import { gradeReport } from "grader/GradeReport";
import { ToolError } from "toolkit/cli/ToolError";
import type { Attack } from "./stage/Attack";
import { canaryList } from "./stage/Canaries";
import type { Evidence } from "./checks/Evidence";
import { readReport } from "./checks/readReport";
import { gradeArguments, JSON_COPY } from "./checks/gradeArguments";
import { judge } from "./judge";
import { openStage, type Part } from "./stage/openStage";
import { runGrader } from "./runGrader";
import type { Stage } from "./stage/Stage";

/** What became of an attack. */
export interface AttackResult {
  readonly attack: Attack;
  readonly outcome:
    | { readonly kind: "held" }
    | { readonly kind: "broken"; readonly how: readonly string[] }
    /** This machine cannot run it. */
    | { readonly kind: "skipped"; readonly why: string };
  /** Real milliseconds. */
  readonly elapsedMs: number;
}

export interface RunOptions {
  /** Folder of the kit. Absolute. */
  readonly root: string;
  /** Whether types are checked although the attack is not about them. */
  readonly types: boolean;
  /** Whether to leave the folders of attacks that broke something, for people to look into. */
  readonly keep: boolean;
}

const PROGRAM = join(__dirname, "..", "bin", "grade.js");
/** A grader that says that the machine is too busy is asked again. */
const TRIES = 3;

/** Grades an attack as a student's submission, and says whether everything held. */
export async function runAttack(attack: Attack, twins: Twins, options: RunOptions): Promise<AttackResult> {
  let most: number;
  try {
    most = await twins.score(attack);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { attack, outcome: { kind: "broken", how: [error.message] }, elapsedMs: 0 };
  }
  const stage = openStage(options.root, attack, { kind: "attack" });
  const evidence = await gradeStage(attack, stage, options);
  const { keeps, exit } = attack;
  const how = judge(evidence, {
    most,
    keeps,
    ...(exit === undefined ? {} : { exit }),
    canaries: canaryList(stage.canaries, options.root, attack.lab),
    word: stage.canaries.word,
  });
  const keep = options.keep && how.length > 0;
  if (!keep) remove(stage);
  return {
    attack,
    outcome:
      how.length === 0
        ? { kind: "held" }
        : { kind: "broken", how: keep ? [...how, `see ${stage.folder}`] : how },
    elapsedMs: evidence.elapsedMs,
  };
}

/** The scores of honest twins; each is graded once. */
export class Twins {
  readonly #scores = new Map<string, Promise<number>>();

  constructor(private readonly options: RunOptions) {}

  /** Throws ToolError when the twin cannot be graded. */
  score(attack: Attack): Promise<number> {
    const of = attack.twin ?? (attack.base === "whole" ? "own" : attack.base);
    const { lab, tests, seeds, secrets, class: kind } = attack;
    const key = JSON.stringify([
      of === "own" ? attack.name : of,
      lab,
      tests,
      seeds,
      secrets,
      kind === "realm" || kind === "combinations",
    ]);
    let score = this.#scores.get(key);
    if (score === undefined) {
      score = this.#grade(attack, { kind: "twin", of });
      this.#scores.set(key, score);
    }
    return score;
  }

  async #grade(attack: Attack, part: Part): Promise<number> {
    const stage = openStage(this.options.root, attack, part);
    const honest = { ...attack, options: [], limitMs: Math.max(attack.limitMs, 300_000) };
    const evidence = await gradeStage(honest, stage, { ...this.options, types: false });
    remove(stage);
    const read = gradeReport.safeParse(parsed(evidence.files.get(JSON_COPY)));
    if (!read.success)
      throw new ToolError(
        `expected a report of the honest twin of ${attack.name}, got exit code ${String(evidence.exitCode)}:\n${evidence.terminal.slice(-2000)}`,
      );
    return read.data.score;
  }
}

async function gradeStage(attack: Attack, stage: Stage, options: RunOptions): Promise<Evidence> {
  const types = options.types || attack.class === "types";
  for (let left = TRIES; ; left--) {
    const args = gradeArguments(attack, stage);
    const { root } = options;
    const evidence = await runGrader({ stage, root, program: PROGRAM, args, limitMs: attack.limitMs, types });
    if (left === 1 || !wasInVain(attack, evidence)) return evidence;
  }
}

/** Classes whose attacks come to an end by themselves. */
const ENDING: readonly Attack["class"][] = ["realm", "oracle", "reports"];

/** Whether the machine was too busy for the attack to do anything, so that nothing is shown. */
function wasInVain({ class: kind }: Attack, evidence: Evidence): boolean {
  if (evidence.exitCode === 2 && /too busy/.test(evidence.terminal)) return true;
  const read = readReport(evidence);
  if (!ENDING.includes(kind) || read.kind !== "read") return false;
  return read.report.tests.some(({ failure }) => failure?.kind === "stuck");
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** Links and FIFOs are taken away, never followed. */
function remove(stage: Stage): void {
  rmSync(stage.folder, { recursive: true, force: true, maxRetries: 3 });
}
