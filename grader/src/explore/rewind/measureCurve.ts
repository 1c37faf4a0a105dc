import { Chalk } from "chalk";
import { join } from "node:path";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { quotedBehind } from "toolkit/text/quote";
import { eventsToCompare, replayHash } from "../../artifacts/ReplayFile";
import { reportPictureWithinLimit } from "../../report/write/reportPictureWithinLimit";
import { writeResultFile } from "toolkit/cli/writeResultFile";
import { cleanRunsFrom, tellingMoment } from "./cleanRunsFrom";
import { curveKeyOf, type CurveFile } from "./curveFile";
import { likelihoodInWords } from "./likelihoodInWords";
import { likelihoodAt, type MeasuredMoment } from "./MeasuredMoment";
import { openMoments } from "./openMoments";
import { renderCurve } from "./renderCurve";
import { RewindPlan } from "./RewindPlan";
import { runFromMoments } from "./runFromMoments";
import type { RewoundReplay } from "./RewoundReplay";
import { wilsonBand } from "./wilsonBand";

/** Runs from each moment. */
const RUNS = 100;

/** Measures how likely a failure is from the moments of its run on; prints the curve, and writes it and its picture. */
export async function measureCurve(
  { replay, lab, flags, from, hint, record, file, search, runs = RUNS }: RewoundReplay,
  signature: string,
  { root, print, color }: CommandContext,
): Promise<void> {
  const { events } = record;
  const timeOf = (moment: number): number => events[moment - 1]?.at ?? 0;
  const plan = new RewindPlan(openMoments(events, replay.strategy ?? { kind: "random" }), runs, timeOf);
  const ended = await runFromMoments(
    { ...search, signature, total: plan.total },
    {
      take: () => plan.take(),
      ran: (moment, how) => plan.ran(moment, how),
      done: () => plan.done(),
    },
  );
  const { moments } = plan;
  const text = likelihoodInWords(moments, events, (before, after) => plan.areNeighbours(before, after));
  const points = moments.map((moment) => ({ ...moment, ...wilsonBand(moment.failed, moment.runs) }));
  const curve: CurveFile = {
    schema: "curve/v1",
    lab: lab.name,
    test: replay.test,
    seed: replay.seed,
    replay: curveKeyOf(replay),
    text,
    ended,
    moments: points.map((point) => ({
      ...point,
      compared: eventsToCompare(events.slice(0, point.events)).length,
    })),
  };
  const failure = {
    ...record.failure,
    ...(hint === undefined ? {} : { hint }),
    replay: `npm run replay -- ${from}${flags}`,
  };
  const likelihood = {
    text,
    points: points.map((point, i) => ({
      at: point.at,
      events: point.events,
      part: likelihoodAt(point),
      low: point.low,
      high: point.high,
      step: i + 1 < points.length && plan.areNeighbours(point, moments[i + 1] ?? point),
    })),
  };
  writeResultFile(join(root, `${file}.json`), `${JSON.stringify(curve, null, 2)}\n`);
  writeResultFile(join(root, `${file}.html`), reportPictureWithinLimit({ ...record, failure, likelihood }));
  const paint = new Chalk({ level: color ? 1 : 0 });
  const all = moments.reduce((sum, moment) => sum + moment.runs, 0);
  const isOther = replayHash(signature) !== replay.signature;
  const telling = tellingMoment(moments);
  print(
    `${[
      paint.bold(`${lab.name} ${replay.test}, seed ${String(replay.seed)}: when was it lost?`),
      ...(isOther
        ? [
            paint.yellow(
              "The test fails in another way than when the replay was written; the curve is of its failure now.",
            ),
          ]
        : []),
      `  ${paint.cyan("failure")}   ${quotedBehind(record.failure.message, 12)}`,
      "",
      ...(moments.length === 0 ? [] : [renderCurve(moments, color), ""]),
      text,
      ...(telling === undefined ? [] : [afterFixOf(telling, { lab: lab.name, flags, from })]),
      `${String(all)} runs from ${String(moments.length)} moments${ended === "all" ? "" : `; ${ended}, so some moments have fewer runs`}`,
      `  ${paint.cyan("picture")}   ${file}.html`,
      `  ${paint.cyan("curve")}     ${file}.json`,
    ].join("\n")}\n`,
  );
}

function afterFixOf(telling: MeasuredMoment, about: { lab: string; flags: string; from: string }): string {
  const runs = cleanRunsFrom(telling);
  const clean = runs === 1 ? "one clean run" : `${runs.toLocaleString("en-US")} clean runs`;
  return `When it is mended, ${clean} from ${telling.at.toFixed(1)} ms on will say so with 95 %: npm run explore ${about.lab} --${about.flags} --from ${about.from}`;
}
