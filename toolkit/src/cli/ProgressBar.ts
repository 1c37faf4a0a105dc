import cliProgress from "cli-progress";

/** What shows how far a run has come. */
export interface CommandProgress {
  /** @param doing what runs now @param more seeds that have run since */
  show(doing: string, more: number): void;
  /** Takes the bar away while `print` prints something that is to stay. */
  above(print: () => void): void;
  stop(): void;
}

/**
 * A bar on the terminal, there at once; nothing at all where nobody looks at one.
 *
 * @param first what is done before the first seed runs
 */
export function commandProgressBar(terminal: boolean, total: number, first: string): CommandProgress {
  if (!terminal)
    return {
      show: () => undefined,
      above: (print) => {
        print();
      },
      stop: () => undefined,
    };
  const bar = new cliProgress.SingleBar({
    format: "{bar} {value}/{total} seeds  {doing}",
    barsize: 25,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  let [done, last] = [0, first];
  bar.start(total, 0, { doing: first });
  return {
    show: (doing, more) => {
      done += more;
      last = doing;
      bar.increment(more, { doing });
    },
    above: (print) => {
      bar.stop();
      print();
      bar.start(total, done, { doing: last });
    },
    stop: () => {
      bar.stop();
    },
  };
}

/** What shows how far a search for failures has come. */
export interface ExploreProgress {
  readonly runs: (more: number, failed: boolean) => void;
  readonly stop: () => void;
}

/** Real milliseconds between two looks at the clock. */
const TICK_MS = 250;

/**
 * A bar with runs, runs/s and the time left; nothing at all where nobody looks at one.
 *
 * @param end what ends the search: a number of runs, a real time in ms, or whichever is first
 */
export function exploreProgressBar(
  terminal: boolean,
  { total, timeMs }: { total: number | undefined; timeMs: number | undefined },
): ExploreProgress {
  if (!terminal) return { runs: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage} %  {runs} runs  {rate} runs/s  {left} s left  {found}",
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  const started = performance.now();
  let [runs, failed] = [0, 0];
  const show = (): void => {
    const elapsed = performance.now() - started;
    const parts = [total === undefined ? 0 : runs / total, timeMs === undefined ? 0 : elapsed / timeMs];
    const part = Math.min(1, Math.max(...parts));
    const left = part === 0 ? "?" : ((elapsed * (1 - part)) / part / 1000).toFixed(0);
    const rate = (runs / (elapsed / 1000)).toFixed(0);
    bar.update(part * 1000, { runs, rate, left, found: failed === 0 ? "" : `${String(failed)} failed` });
  };
  bar.start(1000, 0, { runs: 0, rate: "0", left: "?", found: "" });
  const timer = setInterval(show, TICK_MS);
  return {
    runs: (more, hasFailed) => {
      runs += more;
      failed += hasFailed ? 1 : 0;
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
