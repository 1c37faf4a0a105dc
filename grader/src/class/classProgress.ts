import cliProgress from "cli-progress";

/** What shows how far a class has come. */
export interface ClassProgress {
  readonly begins: (student: string) => void;
  readonly test: (student: string, test: string) => void;
  /** @param how points, or why there are none @param isKept whether nothing had to run */
  readonly ends: (student: string, how: string, isKept: boolean) => void;
  readonly stop: () => void;
}

/** Who is being graded, and since when, ms of real time. */
interface Running {
  readonly since: number;
  test: string;
}

/** A bar with the time left and who runs; where nobody looks at one, a line for each student who is done. */
export function classProgress(
  lab: string,
  total: number,
  { terminal, print }: { readonly terminal: boolean; readonly print: (text: string) => void },
): ClassProgress {
  const running = new Map<string, Running>();
  const started = performance.now();
  let [done, graded] = [0, 0];
  const begins = (student: string): void => void running.set(student, { since: performance.now(), test: "" });
  const test = (student: string, name: string): void => {
    const run = running.get(student);
    if (run !== undefined) run.test = name;
  };
  const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(0);
  // What is kept takes no time, so it says nothing of the others.
  const left = (): string =>
    graded === 0 ? "?" : (((performance.now() - started) / graded / 1000) * (total - done)).toFixed(0);
  const count = (student: string, isKept: boolean): void => {
    running.delete(student);
    done += 1;
    if (!isKept) graded += 1;
  };
  if (!terminal)
    return {
      begins,
      test,
      ends: (student, how, isKept) => {
        count(student, isKept);
        const rest = done === total || graded === 0 ? "" : `, about ${left()} s left`;
        print(`${lab} ${String(done)}/${String(total)} ${student}: ${how}${isKept ? " (kept)" : rest}\n`);
      },
      stop: () => undefined,
    };
  const bar = new cliProgress.SingleBar({
    format: `${lab} {bar} {value}/{total} students  {left} s left  {who}`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  const show = (): void => {
    const who = [...running].map(([student, run]) => `${student} ${run.test} ${seconds(run.since)} s`);
    bar.update(done, { left: left(), who: who.join(", ") });
  };
  bar.start(total, 0, { left: "?", who: "" });
  const timer = setInterval(show, 250);
  return {
    begins,
    test,
    ends: (student, _, isKept) => {
      count(student, isKept);
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
