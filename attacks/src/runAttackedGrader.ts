import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { tmpdir } from "node:os";
import type { AttackEvidence } from "./checks/AttackEvidence";
import {
  attackedFolderDifferences,
  attackedFolderState,
  attackedKitState,
  type AttackedFolderState,
} from "./AttackedFolderState";
import { AttackProcessWatch } from "./AttackProcessWatch";
import type { AttackStage } from "./stage/AttackStage";
import { ATTACK_LIMITS, commandUnderLimits } from "./commandUnderLimits";

/** One run of the grader, or of what stands for it in a test. */
export interface AttackedGraderRun {
  readonly stage: AttackStage;
  /** Folder of the kit. Absolute. */
  readonly root: string;
  /** A program for Node, absolute. */
  readonly program: string;
  readonly args: readonly string[];
  /** Real milliseconds. */
  readonly limitMs: number;
  /** Whether types are checked; that takes as long as all the rest. */
  readonly types: boolean;
}

/** Milliseconds between two looks at the processes. */
const LOOK_MS = 250;
/** What has been asked to end needs a moment. */
const GRACE_MS = 400;
/** Characters of output that are kept: more than any report may have. */
const KEPT = 8 * 2 ** 20;
/** Bytes of a file that are read. */
const READ = 16 * 2 ** 20;

/** Runs the grader on what is staged, under limits, and gathers what is to be judged. Never rejects. */
export async function runAttackedGrader({
  stage,
  root,
  program,
  args,
  limitMs,
  types,
}: AttackedGraderRun): Promise<AttackEvidence> {
  const before = { stage: attackStageState(stage), kit: attackedKitState(root) };
  const watch = new AttackProcessWatch(stage.folder);
  const started = performance.now();
  const { command, args: limited } = commandUnderLimits(process.execPath, [program, ...args]);
  const child = spawn(command, limited, {
    cwd: stage.folder,
    env: attackEnvironment(stage, types),
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  let terminal = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (terminal = (terminal + text).slice(0, KEPT)));
  let stopped: string | undefined;
  const stop = (why: string): void => {
    stopped ??= why;
    watch.kill();
    child.kill("SIGKILL");
  };
  const timer = setInterval(() => {
    const bytes = watch.look().reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > ATTACK_LIMITS.togetherBytes)
      stop(`its processes held more than ${String(ATTACK_LIMITS.togetherBytes)} bytes`);
    if (performance.now() - started > limitMs) stop(`it was not done after ${String(limitMs / 1000)} s`);
  }, LOOK_MS);
  const exitCode = await new Promise<number | null>((resolve) => {
    child.on("error", () => {
      resolve(null);
    });
    // Not "close": a process that is left may hold the pipes.
    child.on("exit", resolve);
  });
  const elapsedMs = performance.now() - started;
  await pauseBeforeAttackCheck(GRACE_MS);
  clearInterval(timer);
  const left = watch.look().map((one) => `${String(one.pid)} ${one.command}`.trim());
  watch.kill();
  return {
    exitCode,
    ...(stopped === undefined ? {} : { stopped }),
    elapsedMs,
    terminal,
    files: filesWrittenByAttack(stage.out),
    left: stopped === undefined ? left : [],
    changed: [
      ...attackedFolderDifferences(before.stage, attackStageState(stage)).map(
        (path) => `${path} beside the submission`,
      ),
      ...attackedFolderDifferences(before.kit, attackedKitState(root)).map((path) => `${path} of the kit`),
      ...strayFilesOfAttack(stage),
    ],
  };
}

/** Nothing of the user's: npm's variables, for one, would change what the command understands. */
function attackEnvironment(stage: AttackStage, types: boolean): NodeJS.ProcessEnv {
  const kept = ["PATH", "Path", "SystemRoot", "SYSTEMROOT", "windir", "ComSpec"];
  const own = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...(Object.fromEntries(own) as NodeJS.ProcessEnv),
    HOME: stage.home,
    TMPDIR: stage.temporary,
    TEMP: stage.temporary,
    TMP: stage.temporary,
    LANG: "C.UTF-8",
    ATTACK_CANARY: stage.canaries.variable,
    ATTACK_REPORTS: stage.out,
    ATTACK_TYPES: types ? "on" : "off",
  };
}

function attackStageState({ folder }: AttackStage): AttackedFolderState {
  return attackedFolderState(folder, ["out"]);
}

/** What the attack has put into the system's own temporary folder, under the stage's name or its word. */
function strayFilesOfAttack({ folder, canaries }: AttackStage): string[] {
  return readdirSync(tmpdir())
    .filter((name) => name.includes(canaries.word) && join(tmpdir(), name) !== folder)
    .map((name) => `${name} in the temporary folder`);
}

/** What it wrote, by path; of what is too long to be read only the beginning, with its length. */
function filesWrittenByAttack(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const file = join(path, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.isFile()) files.set(relative(folder, file).split(sep).join("/"), readFileOfAttack(file));
    }
  };
  if (existsSync(folder)) visit(folder);
  return files;
}

function readFileOfAttack(file: string): string {
  if (statSync(file).size <= READ) return readFileSync(file, "utf8");
  return "x".repeat(READ);
}

function pauseBeforeAttackCheck(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
