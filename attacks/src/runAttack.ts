import { attackScoreOf } from "./checks/attackScoreIsDeserved";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { gradeReport } from "grader/GradeReport";
import { ToolError } from "toolkit/cli/ToolError";
import type { Attack } from "./stage/Attack";
import { listOfAttackCanaries } from "./stage/AttackCanaries";
import type { AttackEvidence } from "./checks/AttackEvidence";
import { readAttackReport } from "./checks/readAttackReport";
import { attackGradeArguments, ATTACK_JSON_COPY } from "./checks/attackGradeArguments";
import { judgeAttack } from "./judgeAttack";
import { openAttackStage, type AttackStagePart } from "./stage/openAttackStage";
import { runAttackedGrader } from "./runAttackedGrader";
import type { AttackStage } from "./stage/AttackStage";

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

export interface AttackRunOptions {
  /** Folder of the kit. Absolute. */
  readonly root: string;
  /** Whether types are checked although the attack is not about them. */
  readonly types: boolean;
  /** Whether to leave the folders of attacks that broke something, for people to look into. */
  readonly keep: boolean;
  /** How the grader keeps the attack apart; its honest twin is then graded without that. Default: the grader's. */
  readonly isolation?: string;
}

const PROGRAM = join(__dirname, "..", "bin", "grade.js");
/**
 * So much more time an isolated attack has: two processes work for it, and one that sends or sets timers without an end is
 * run until its budget is used up. On a busy machine that took close to the limit.
 */
const ISOLATED_TIMES = 3;
/** A grader that says that the machine is too busy is asked again. */
const TRIES = 3;

/** Grades an attack as a student's submission, and says whether everything held. */
export async function runAttack(
  attack: Attack,
  twins: AttackTwins,
  options: AttackRunOptions,
): Promise<AttackResult> {
  let most: number;
  try {
    most = await twins.score(attack);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { attack, outcome: { kind: "broken", how: [error.message] }, elapsedMs: 0 };
  }
  const stage = openAttackStage(options.root, attack, { kind: "attack" });
  const evidence = await gradeAttackStage(attack, stage, options);
  const { keeps, exit } = attack;
  const how = judgeAttack(evidence, {
    most,
    keeps,
    ...(exit === undefined ? {} : { exit }),
    canaries: listOfAttackCanaries(stage.canaries, options.root, attack.lab),
    word: stage.canaries.word,
  });
  const keep = options.keep && how.length > 0;
  if (!keep) removeStageFolder(stage);
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
export class AttackTwins {
  readonly #scores = new Map<string, Promise<number>>();

  constructor(private readonly options: AttackRunOptions) {}

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

  async #grade(attack: Attack, part: AttackStagePart): Promise<number> {
    const stage = openAttackStage(this.options.root, attack, part);
    const honest = { ...attack, options: [], limitMs: Math.max(attack.limitMs, 300_000) };
    const { isolation } = this.options;
    const evidence = await gradeAttackStage(honest, stage, {
      ...this.options,
      types: false,
      ...(isolation === undefined ? {} : { isolation: "none" }),
    });
    removeStageFolder(stage);
    const read = gradeReport.safeParse(parsedAttackReport(evidence.files.get(ATTACK_JSON_COPY)));
    if (!read.success)
      throw new ToolError(
        `expected a report of the honest twin of ${attack.name}, got exit code ${String(evidence.exitCode)}${evidence.stopped === undefined ? "" : ` (ended by the runner: ${evidence.stopped})`}:\n${evidence.terminal.slice(-2000)}`,
      );
    return attackScoreOf(read.data);
  }
}

async function gradeAttackStage(
  attack: Attack,
  stage: AttackStage,
  options: AttackRunOptions,
): Promise<AttackEvidence> {
  const types = options.types || attack.class === "types";
  for (let left = TRIES; ; left--) {
    const { root, isolation } = options;
    const args = [
      ...attackGradeArguments(attack, stage),
      ...(isolation === undefined ? [] : ["--isolation", isolation]),
    ];
    const evidence = await runAttackedGrader({
      stage,
      root,
      program: PROGRAM,
      args,
      limitMs: attack.limitMs * (isolation === undefined || isolation === "none" ? 1 : ISOLATED_TIMES),
      types,
    });
    if (left === 1 || !attackFoundNothing(attack, evidence)) return evidence;
  }
}

/** Classes whose attacks come to an end by themselves. */
const ATTACK_ENDING: readonly Attack["class"][] = ["realm", "oracle", "reports"];

/** Whether the machine was too busy for the attack to do anything, so that nothing is shown. */
function attackFoundNothing({ class: kind }: Attack, evidence: AttackEvidence): boolean {
  if (evidence.exitCode === 2 && /too busy/.test(evidence.terminal)) return true;
  const read = readAttackReport(evidence);
  if (!ATTACK_ENDING.includes(kind) || read.kind !== "read") return false;
  return read.report.tests.some(({ failure }) => failure?.kind === "stuck");
}

function parsedAttackReport(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** Links and FIFOs are taken away, never followed. */
function removeStageFolder(stage: AttackStage): void {
  rmSync(stage.folder, { recursive: true, force: true, maxRetries: 3 });
}
