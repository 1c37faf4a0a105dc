import type { DebugChoice } from "labrpc/records";
import { RandomStream } from "labrpc/simulation";
import { DebugRun, type DebuggableLab } from "labrpc/testing";
import { isTelling, type Choices, type PuzzleStage } from "./PuzzleStage";

/** Runs for each wrong program, and choices in each. */
const [TRIES, MOST_CHOICES] = [300, 20];
/** Real milliseconds for one wrong program with one setup: what takes longer to find is no puzzle for a lecture. */
const PATIENCE_MS = 8_000;
/** What arguments are drawn from, in the place of those of the example. */
const TEXTS = ["k", "k", "k", "constructor"];
const VALUES = ["x", "x", "y", ""];

/** The shortest way to a failure that random runs have found, with nothing in it that could be left out. */
export async function findByRandomPlay(
  stage: PuzzleStage,
  lab: DebuggableLab,
  setup: string,
): Promise<Choices | undefined> {
  const clerks = lab.setups[setup]?.clerks ?? [];
  let best: Choices | undefined;
  const until = performance.now() + PATIENCE_MS;
  for (let nth = 0; nth < TRIES && performance.now() < until; nth++) {
    const random = new RandomStream(nth, `puzzle ${setup}`);
    const most = Math.min(MOST_CHOICES, (best?.length ?? Infinity) + 3);
    const way = await randomWay(stage, lab, clerks, random, most);
    if (way === undefined) continue;
    const short = await stage.withoutNeedless(way);
    // What a right program fails as well is no mistake of this one's.
    if (!(await stage.isSolvedBy(short))) continue;
    if (short.length < (best?.length ?? Infinity)) best = short;
    // Three choices are the least: two operations, or one and its answer.
    if (best !== undefined && best.length <= 3) break;
  }
  return best;
}

async function randomWay(
  stage: PuzzleStage,
  lab: DebuggableLab,
  clerks: readonly string[],
  random: RandomStream,
  most: number,
): Promise<Choices | undefined> {
  const run = await DebugRun.begin(stage.wrong);
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
