import { watch as watchFiles } from "chokidar";
import { relative, sep } from "node:path";
import { submissionChoiceOf } from "toolkit/submission/submissionChoiceOf";
import { findSubmission } from "toolkit/submission/findSubmission";
import { readLab } from "toolkit/labs/readLab";
import type { GradeContext } from "./GradeContext";
import type { GradeOptions } from "./GradeOptions";
import { Superseded, WatchRounds } from "./WatchRounds";

/** Real milliseconds of quiet after a change before grading begins: editors write in several steps. */
const QUIET_MS = 100;
const UNWATCHED = new Set(["node_modules", ".git"]);

/**
 * Grades, and grades again whenever a file of the submission changes; WatchRounds says in which order. A change in the
 * middle of a run begins it anew. Goes on until the signal of the context is aborted, and then returns the exit code of
 * the last report.
 */
export async function watchSubmission(options: GradeOptions, context: GradeContext): Promise<number> {
  const { root, cwd, signal } = context;
  const lab = readLab(root, options.lab);
  // Each round makes a copy of its own; this one shows that there is something to wait for.
  const { original, dispose } = findSubmission(root, lab, submissionChoiceOf(options, cwd));
  dispose();
  const watcher = watchFiles(original, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) =>
      relative(original, path)
        .split(/[\\/]/)
        .some((name) => UNWATCHED.has(name)),
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  const rounds = new WatchRounds(lab, options, context);
  let running = Promise.resolve();
  let current = new AbortController();
  const changed = new Set<string>();
  const begin = (): void => {
    current.abort(new Superseded());
    const mine = new AbortController();
    current = mine;
    running = running.then(async () => {
      if (mine.signal.aborted) return;
      const files = [...changed];
      changed.clear();
      await rounds.run(files, mine.signal);
    });
  };
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", (_, path) => {
    changed.add(relative(original, path).split(sep).join("/"));
    clearTimeout(timer);
    timer = setTimeout(begin, QUIET_MS);
  });
  begin();
  await new Promise<void>((resolve) => {
    // Who leaves at once may have left before this line.
    if (signal?.aborted === true) resolve();
    signal?.addEventListener("abort", () => {
      resolve();
    });
  });
  clearTimeout(timer);
  current.abort(new Superseded());
  await running;
  rounds.stop();
  await watcher.close();
  return rounds.exitCode;
}
