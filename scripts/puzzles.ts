import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  debugSubjectOf,
  PUZZLES_FILE,
  readJudges,
  sealPuzzles,
  type LabStage,
  type PuzzlesOnFile,
} from "harness";
import type { DebugChoice } from "labrpc/records";
import { RandomStream } from "labrpc/simulation";
import { DebugRun, type DebuggableLab, type DebugSubject } from "labrpc/testing";
import { labNames } from "toolkit/labs/readLab";

const ROOT = join(__dirname, "..");
const PUZZLES = 5;
/** Of so many that can be solved the hardest are taken. */
const MOST_LOOKED_AT = 6;
/** Runs for each wrong program, and choices in each. */
const [TRIES, MOST_CHOICES] = [300, 20];
/** Real milliseconds for one wrong program with one setup: what takes longer to find is no puzzle for a lecture. */
const PATIENCE_MS = 8_000;
const SEED = 1;
/** What arguments are drawn from, in the place of those of the example. */
const TEXTS = ["k", "k", "k", "constructor"];
const VALUES = ["x", "x", "y", ""];

type Choices = readonly DebugChoice[];

/** Makes the puzzles of all labs that can be debugged: `npm run puzzles`. */
async function makePuzzles(only: readonly string[]): Promise<void> {
  for (const name of labNames(ROOT).filter((lab) => only.length === 0 || only.includes(lab))) {
    const folder = join(ROOT, name);
    /* eslint-disable @typescript-eslint/no-require-imports -- one script for all labs */
    const { debug } = require(join(folder, "tests/debug")) as { debug: DebuggableLab };
    const { stage } = require(join(folder, "tests/stage")) as { stage: LabStage };
    /* eslint-enable @typescript-eslint/no-require-imports */
    const judges = readJudges(folder);
    const found: PuzzlesOnFile = [];
    for (const { name: chaff, theme, code } of judges.chaffs) {
      if (found.length === MOST_LOOKED_AT) break;
      const title = judges.themes.find((one) => one.theme === theme)?.title ?? "";
      let best: { setup: string; solution: Choices } | undefined;
      for (const [setup, described] of Object.entries(debug.setups)) {
        const subject = debugSubjectOf({ stage, setup: described, code, seed: SEED });
        const right = judges.wheats.find((wheat) => wheat.name === "solution");
        if (right === undefined) throw new Error(`expected the solution among the right programs of ${name}`);
        const other = debugSubjectOf({ stage, setup: described, code: right.code, seed: SEED });
        const solution = await shortestFound({ subject, other }, debug, setup, described.clerks);
        if (solution !== undefined && solution.length < (best?.solution.length ?? Infinity))
          best = { setup, solution };
      }
      console.log(`${name} ${chaff}: ${best === undefined ? "not found" : String(best.solution.length)}`);
      if (best !== undefined)
        found.push({ chaff, theme: title, setup: best.setup, seed: SEED, solution: [...best.solution] });
    }
    // From easy to hard.
    const chosen = found
      .sort((a, b) => b.solution.length - a.solution.length)
      .slice(0, PUZZLES)
      .reverse();
    writeFileSync(join(folder, PUZZLES_FILE), sealPuzzles(chosen));
    console.log(`${name}: ${chosen.map(({ solution }) => solution.length).join(", ")} choices`);
  }
}

/** The shortest way to a failure that random runs have found, with nothing in it that could be left out. */
async function shortestFound(
  { subject, other }: { subject: DebugSubject; other: DebugSubject },
  lab: DebuggableLab,
  setup: string,
  clerks: readonly string[],
): Promise<Choices | undefined> {
  let best: Choices | undefined;
  const until = performance.now() + PATIENCE_MS;
  for (let nth = 0; nth < TRIES && performance.now() < until; nth++) {
    const random = new RandomStream(nth, `puzzle ${setup}`);
    const way = await randomWay(
      subject,
      lab,
      clerks,
      random,
      Math.min(MOST_CHOICES, (best?.length ?? Infinity) + 3),
    );
    if (way === undefined) continue;
    const short = await withoutNeedless(subject, way);
    // What a right program fails as well is no mistake of this one's.
    if (await isWrong(other, short)) continue;
    if (short.length < (best?.length ?? Infinity)) best = short;
    // Three choices are the least: two operations, or one and its answer.
    if (best !== undefined && best.length <= 3) break;
  }
  return best;
}

async function randomWay(
  subject: DebugSubject,
  lab: DebuggableLab,
  clerks: readonly string[],
  random: RandomStream,
  most: number,
): Promise<Choices | undefined> {
  const run = await DebugRun.begin(subject);
  try {
    for (let i = 0; i < most && !run.isOver; i++) {
      const { pending } = run;
      const starts = pending.length === 0 || random.chance(0.25);
      const choice = starts ? randomOperation(lab, clerks, random) : randomChoice(pending, random);
      await run.play([choice]);
      if (run.operations.at(-1)?.ended?.kind === "refused") return undefined;
      if (isTelling(run)) return run.steps.map((step) => step.choice);
    }
    return undefined;
  } finally {
    await run.end();
  }
}

function randomOperation(lab: DebuggableLab, clerks: readonly string[], random: RandomStream): DebugChoice {
  const { parameters, example, call } = random.pick(lab.operations);
  const args = (JSON.parse(`[${example}]`) as unknown[]).map((arg, at) =>
    typeof arg === "number"
      ? random.int(3)
      : random.pick(parameters[at] === "key" ? TEXTS : VALUES.filter((text) => text !== "" || at > 0)),
  );
  const [name, given] = call(random.pick(clerks), args);
  return { kind: "do", call: name, args: given } as DebugChoice;
}

function randomChoice(pending: DebugRun["pending"], random: RandomStream): DebugChoice {
  if (random.chance(0.6)) return { kind: "next", events: 1 };
  const one = random.pick(pending);
  const action = one.can.length === 0 ? undefined : random.pick(one.can);
  return action === undefined ? { kind: "next", events: 1 } : { kind: action, what: one.name };
}

async function withoutNeedless(subject: DebugSubject, way: Choices): Promise<Choices> {
  let short = way;
  for (let at = short.length - 1; at >= 0; at--) {
    const fewer = short.filter((_, index) => index !== at);
    if (await fails(subject, fewer)) short = fewer;
  }
  return short;
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

/** Whether a failure is one that messages alone bring about: no answer is what somebody gets who loses all of them. */
function isTelling({ outcome }: DebugRun): boolean {
  return outcome.kind === "failed" && outcome.restsOn !== "waiting";
}

/** Whether these choices, all of which are possible, lead to a failure. */
async function fails(subject: DebugSubject, choices: Choices): Promise<boolean> {
  const run = await DebugRun.begin(subject, choices);
  try {
    const refused = run.operations.some(({ ended }) => ended?.kind === "refused");
    return run.missed.length === 0 && !refused && isTelling(run);
  } finally {
    await run.end();
  }
}

void makePuzzles(process.argv.slice(2));
