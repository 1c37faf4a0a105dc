import type { SmallScenario } from "labrpc/testing";
import type { CorpusSpecimen } from "../corpus/readCorpus";
import { runExplorePool } from "../explore/search/runExplorePool";
import type { Lab } from "toolkit/labs/readLab";
import type { WalkReport } from "../protocol/protocol";
import type { JobRequest } from "../run/JobRequest";
import type { TestRun } from "../protocol/TestRun";
import { findSubmission, type Submission } from "toolkit/submission/findSubmission";
import type { MeasureStrategiesOptions } from "./MeasureStrategiesOptions";
import type { StrategyFared, StrategyRow } from "./StrategyRow";
import {
  testForStrategies,
  tasksForStrategies,
  type StrategyColumn,
  type StrategyTask,
} from "./tasksForStrategies";

interface MeasuredTask {
  readonly run?: TestRun;
  readonly walked?: Extract<WalkReport, { type: "walked" }>;
}

/**
 * Counts the runs that each strategy needs for each specimen. All counts come from seeds and from the order of the
 * walk, so they are the same on every machine, unless the signal ends it: rows that are not complete are left out.
 */
export async function measureStrategies(
  root: string,
  {
    lab,
    specimens,
    scenarios,
  }: { lab: Lab; specimens: readonly CorpusSpecimen[]; scenarios: readonly SmallScenario[] },
  options: MeasureStrategiesOptions,
): Promise<StrategyRow[]> {
  const submissions: Submission[] = [];
  try {
    const tasks = specimens.flatMap((specimen, row) => {
      const { folder } = specimen;
      const submission = findSubmission(root, lab, { kind: "folder", folder, cwd: root });
      submissions.push(submission);
      return tasksForStrategies(lab, specimen, scenarios, submission.folder, options).map((task) => ({
        ...task,
        row,
      }));
    });
    const outcomes = new Map<StrategyTask, MeasuredTask>();
    const walks = new Map<string, MeasuredTask["walked"]>();
    const isFound = (task: StrategyTask): boolean =>
      (outcomes.get(task)?.run?.ending.kind ?? "passed") !== "passed";
    let next = 0;
    await runExplorePool(lab, {
      jobs: options.jobs,
      signal: options.signal,
      take: () => {
        for (let task = tasks[next]; task !== undefined; task = tasks[next]) {
          const index = next++;
          const { row, column, request } = task;
          const earlier = tasks.slice(0, index).filter((one) => one.row === row && one.column === column);
          if (earlier.some(isFound)) continue;
          options.onJob();
          return {
            request,
            done: (run) => {
              const walked = walks.get(keyOfStrategyTask(request));
              outcomes.set(task, { run, ...(walked === undefined ? {} : { walked }) });
            },
          };
        }
        return undefined;
      },
      onWalk: (job, report) => {
        if (report.type === "walked") walks.set(keyOfStrategyTask(job), report);
      },
    });
    return specimens.flatMap((specimen, row) => {
      const fared = (column: StrategyColumn): StrategyFared | undefined =>
        faredOfTasks(
          tasks.filter((task) => task.row === row && task.column === column),
          outcomes,
        );
      const [random, pct] = [fared("random"), fared("pct")];
      const [pos, exhaustive] = [fared("pos"), fared("exhaustive")];
      if (random === undefined || pct === undefined || pos === undefined || exhaustive === undefined)
        return [];
      const test = testForStrategies(specimen);
      return [
        { lab: lab.name, specimen, ...(test === undefined ? {} : { test }), random, pct, pos, exhaustive },
      ];
    });
  } finally {
    for (const submission of submissions) submission.dispose();
  }
}

function keyOfStrategyTask({ submission, test }: Pick<JobRequest, "submission" | "test">): string {
  return `${submission}\n${test}`;
}

/** Adds up the jobs of one specimen and strategy; undefined when one of them is missing. */
function faredOfTasks(
  tasks: readonly StrategyTask[],
  outcomes: ReadonlyMap<StrategyTask, MeasuredTask>,
): StrategyFared | undefined {
  if (tasks.length === 0) return { kind: "not-applicable" };
  let runs = 0;
  let all = true;
  for (const task of tasks) {
    const outcome = outcomes.get(task);
    if (outcome?.run === undefined) return undefined;
    const { run, walked } = outcome;
    runs += walked?.runs ?? run.run;
    if (run.ending.kind !== "passed") return { kind: "found", runs };
    all &&= walked?.complete === true;
  }
  return { kind: "nothing", runs, all };
}
