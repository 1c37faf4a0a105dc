import { Chalk } from "chalk";
import type { TraceEvent } from "labrpc/simulation";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { rarestFailureRuledOut } from "../search/cleanRuns";
import { divergence } from "../../replay/divergence";
import { cleanRunsFrom, tellingMoment } from "./cleanRunsFrom";
import type { CurveFile } from "./curveFile";
import type { MeasuredMoment } from "./MeasuredMoment";
import { runFromMoments } from "./runFromMoments";
import type { RewoundReplay } from "./RewoundReplay";
import { wilsonBand } from "./wilsonBand";

/** Runs from the start, where no curve says how many are needed. */
const RUNS = 100;
/** More are not made by themselves. */
const MOST_RUNS = 10_000;
const BATCH = 10;

/** What is measured after a change that lets the replay pass. */
interface Check {
  /** So many of the run's first events are as before. */
  readonly events: number;
  readonly at: number;
  readonly runs: number;
  /** How likely the failure was from there, when that was measured. */
  readonly before: MeasuredMoment | undefined;
}

/** Looks whether a failure is gone: makes runs from the moment from which it was likeliest. Returns the exit code. */
export async function checkAfterFix(
  { replay, lab, record, search, runs }: RewoundReplay,
  curve: CurveFile | undefined,
  { print, color }: CommandContext,
): Promise<number> {
  const check = checkOf(record.events, usableMoments(curve, divergence(replay, record.events)), runs);
  let [next, made, failed] = [0, 0, 0];
  const ended = await runFromMoments(
    { ...search, signature: "", total: check.runs },
    {
      take: () => {
        const seeds = Array.from({ length: Math.min(BATCH, check.runs - next) }, (_, i) => next + i + 1);
        next += seeds.length;
        return Promise.resolve(seeds.length === 0 ? undefined : { events: check.events, seeds });
      },
      ran: (_, how) => {
        made += 1;
        if (how !== "passed") failed += 1;
      },
      done: () => undefined,
    },
  );
  const paint = new Chalk({ level: color ? 1 : 0 });
  const said =
    failed > 0
      ? paint.red(
          `✗ ${String(failed)} of ${made.toLocaleString("en-US")} runs from ${check.at.toFixed(1)} ms on fail still: npm run explore ${lab.name} -- --test ${replay.test} shows how`,
        )
      : paint.green(`✓ ${meaningOf(check, made)}`);
  print(
    `${[
      paint.bold(`${lab.name} ${replay.test}, seed ${String(replay.seed)}: the run of the replay passes now`),
      said,
      ...(ended === "all" ? [] : [`${ended}: ${String(made)} of ${String(check.runs)} runs were made`]),
    ].join("\n")}\n`,
  );
  return failed > 0 ? EXIT.lessThanFullMarks : EXIT.fullMarks;
}

/** Moments of a curve that the run still comes to in the same way. */
function usableMoments(
  curve: CurveFile | undefined,
  parts: ReturnType<typeof divergence>,
): CurveFile["moments"] {
  const same = parts === undefined ? Infinity : parts === "unknown" ? 0 : parts.from - 1;
  return curve?.moments.filter(({ compared }) => compared <= same) ?? [];
}

function checkOf(
  events: readonly TraceEvent[],
  usable: CurveFile["moments"],
  asked: number | undefined,
): Check {
  const before = tellingMoment(usable);
  const compared = usable.find((moment) => moment.events === before?.events)?.compared ?? 0;
  const moment = placeOf(events, compared);
  const needed = before === undefined ? RUNS : cleanRunsFrom(before);
  return {
    events: moment,
    at: events[moment - 1]?.at ?? 0,
    runs: asked ?? Math.min(MOST_RUNS, needed),
    before,
  };
}

/** The number of events after which so many have happened that were not printed. */
function placeOf(events: readonly TraceEvent[], compared: number): number {
  let seen = 0;
  for (let place = 0; place < events.length; place++) {
    if (seen === compared) return place;
    if (events[place]?.kind !== "console") seen += 1;
  }
  return events.length;
}

function meaningOf({ at, before }: Check, made: number): string {
  const clean = made === 1 ? "one clean run" : `${made.toLocaleString("en-US")} clean runs`;
  if (before === undefined) {
    const rarest = rarestFailureRuledOut(made);
    const meaning =
      rarest < 2
        ? "too few to say anything"
        : `what fails one of ${rarest.toLocaleString("en-US")} of them would have shown with p ≥ 95 %`;
    return `${clean} with other luck: ${meaning}. How likely the failure was, nobody has measured: do that before a change, with the same command.`;
  }
  const isEnough = made >= cleanRunsFrom(before);
  const p = isEnough ? "with p ≥ 95 %" : `with p ≥ ${String(Math.floor(chanceSeen(before, made) * 100))} %`;
  return `${clean} from ${at.toFixed(1)} ms on: such a failure would have shown ${p} (before the change, ${String(before.failed)} of ${String(before.runs)} runs from there failed)`;
}

/** How likely it is, at least, that so many runs show a failure as likely as that was. */
function chanceSeen({ failed, runs }: MeasuredMoment, made: number): number {
  return 1 - Math.pow(1 - wilsonBand(failed, runs).low, made);
}
