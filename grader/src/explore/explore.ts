import type { StrategySpec } from "labrpc/simulation";
import { executeCommand } from "../executeCommand";
import { EXIT } from "../EXIT";
import { choiceOf } from "../gradePlaces";
import type { ManifestTest } from "../labs/LabManifest";
import { readLab, type Lab } from "../labs/readLab";
import { selectTests } from "../labs/selectTests";
import { exploreBar } from "../ProgressBar";
import { findSubmission } from "../submission/findSubmission";
import type { Surroundings } from "../Surroundings";
import { DEFAULT_FOR_MS, exploreCommand, type ExploreOptions } from "./ExploreOptions";
import { exploreOrders } from "./exploreOrders";
import { exploreSeeds } from "./exploreSeeds";
import type { Explored } from "./Finding";
import { renderExplored } from "./renderExplored";
import { smallScenariosOf } from "./smallScenariosOf";
import { tellFindings } from "./tellFindings";

/**
 * The `explore` command: looks for failures in many runs. Exit code 0 when nothing was found, 1 when something was,
 * 2 when the tool could not work. The surroundings' signal ends it, with what was found so far.
 */
export async function explore(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { root, cwd, print, color } = surroundings;
  const { command, options: read } = exploreCommand();
  return executeCommand(command, args, surroundings, async () => {
    const options = read();
    const lab = readLab(root, command.args[0] ?? "");
    const search = searchOf(lab, options);
    const submission = findSubmission(root, lab, choiceOf(options, cwd));
    const interrupted = surroundings.signal ?? new AbortController().signal;
    const timeMs = options.for ?? (search.total === undefined ? DEFAULT_FOR_MS : undefined);
    const started = performance.now();
    try {
      const { explored, timeUp } = await search.run(submission.folder, { interrupted, timeMs, surroundings });
      const findings = await tellFindings(explored.findings, {
        lab,
        submission: submission.folder,
        jobs: options.jobs,
        signal: interrupted,
      });
      const ended = interrupted.aborted ? "interrupted" : timeUp ? "the time is up" : undefined;
      print(
        renderExplored(
          { ...explored, findings },
          {
            lab,
            flags: submission.flags,
            how: search.how,
            ...(ended === undefined ? {} : { ended }),
            elapsedMs: performance.now() - started,
            color,
          },
        ),
      );
      return findings.length === 0 ? EXIT.fullMarks : EXIT.lessThanFullMarks;
    } finally {
      submission.dispose();
    }
  });
}

interface Search {
  /** In words. */
  readonly how: string;
  /** How many runs there are to make; undefined when only the time ends it. */
  readonly total: number | undefined;
  readonly run: (submission: string, around: Around) => Promise<{ explored: Explored; timeUp: boolean }>;
}

interface Around {
  readonly interrupted: AbortSignal;
  /** Real ms. */
  readonly timeMs: number | undefined;
  readonly surroundings: Surroundings;
}

/** Throws ToolError for tests or scenarios that there are not. */
function searchOf(lab: Lab, options: ExploreOptions): Search {
  return options.strategy === "exhaustive" ? orderSearch(lab, options) : seedSearch(lab, options);
}

function seedSearch(lab: Lab, options: ExploreOptions): Search {
  const { from, seeds, collect, jobs, depth, hold } = options;
  const strategy: StrategySpec =
    options.strategy === "pct" ? { kind: "pct", depth, holdMs: hold } : { kind: "random" };
  const tests = testsFor(lab, options);
  const total = seeds === undefined ? undefined : seeds * tests.length;
  const how = `${strategy.kind === "pct" ? `pct with depth ${String(depth)}` : "random"}, ${
    seeds === undefined
      ? `seeds from ${String(from)} on`
      : `seeds ${String(from)} to ${String(from + seeds - 1)}`
  }`;
  const run: Search["run"] = (submission, around) =>
    within(around, total, async (signal, onRuns) =>
      exploreSeeds({
        lab,
        submission,
        tests,
        strategy,
        from,
        ...(seeds === undefined ? {} : { seeds }),
        collect,
        jobs,
        signal,
        onRun: (failed) => {
          onRuns(1, failed);
        },
      }),
    );
  return { how, total, run };
}

/** Tests that expect something of who is how fast say nothing when priorities decide that. */
function testsFor(lab: Lab, { test, strategy }: ExploreOptions): ManifestTest[] {
  const tests = selectTests(lab, test === undefined ? {} : { tests: test });
  return strategy === "pct" && test === undefined ? tests.filter(({ timed }) => timed !== true) : tests;
}

function orderSearch(lab: Lab, options: ExploreOptions): Search {
  const { test, losses, duplicates, runs, choices, collect, jobs } = options;
  const scenarios = smallScenariosOf(lab, test);
  const copies = duplicates === 0 ? "" : `, up to ${String(duplicates)} requests twice`;
  const how = `every order of the messages of small scenarios, up to ${String(losses)} of them lost${copies}`;
  const run: Search["run"] = (submission, around) =>
    within(around, undefined, async (signal, onRuns) =>
      exploreOrders({
        lab,
        submission,
        scenarios,
        losses,
        duplicates,
        runs,
        ...(choices === undefined ? {} : { choices }),
        collect,
        jobs,
        signal,
        onRuns,
      }),
    );
  // Where --runs ends it, no time has to.
  return { how, total: scenarios.length * runs, run };
}

/** Runs a search for as long as there is time, and shows how far it has come. */
async function within(
  { interrupted, timeMs, surroundings }: Around,
  total: number | undefined,
  search: (signal: AbortSignal, onRuns: (more: number, failed: boolean) => void) => Promise<Explored>,
): Promise<{ explored: Explored; timeUp: boolean }> {
  const timer = new AbortController();
  const timeout = timeMs === undefined ? undefined : setTimeout(() => timer.abort(), timeMs);
  const bar = exploreBar(surroundings.terminal, { total, timeMs });
  try {
    const explored = await search(AbortSignal.any([interrupted, timer.signal]), bar.runs);
    return { explored, timeUp: timer.signal.aborted };
  } finally {
    clearTimeout(timeout);
    bar.stop();
  }
}
