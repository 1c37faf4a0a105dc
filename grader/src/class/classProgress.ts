import cliProgress from "cli-progress";
import { secondsLeft } from "./secondsLeft";

/** What shows how far a class has come. */
export interface ClassProgress {
  readonly begins: (student: string) => void;
  /** @param how points, or why there are none @param ran whether tests had to run for it, or it was kept, or could not be graded */
  readonly ends: (student: string, how: string, ran: "ran" | "kept" | "not graded") => void;
  readonly stop: () => void;
}

/** Real ms without a line after which one says who is under way. */
const SILENCE_MS = 30_000;

/**
 * A bar with the time left and who runs; where nobody looks at one, a line for each student who is done, and one
 * now and then while nobody is.
 */
export function classProgress(
  lab: string,
  total: number,
  { terminal, print }: { readonly terminal: boolean; readonly print: (text: string) => void },
): ClassProgress {
  /** Since when each is being graded, ms of real time. */
  const running = new Map<string, number>();
  const started = performance.now();
  let [done, graded] = [0, 0];
  const begins = (student: string): void => void running.set(student, performance.now());
  const left = (): string | undefined =>
    secondsLeft({
      elapsedMs: performance.now() - started,
      graded,
      running: running.size,
      waiting: total - done - running.size,
    })?.toFixed(0);
  const count = (student: string, ran: "ran" | "kept" | "not graded"): void => {
    running.delete(student);
    done += 1;
    // What took no time says nothing of the others.
    if (ran === "ran") graded += 1;
  };
  const who = (): string => {
    const now = performance.now();
    return [...running]
      .map(([student, since]) => `${student} ${((now - since) / 1000).toFixed(0)} s`)
      .join(", ");
  };
  if (!terminal) {
    const silence = setInterval(() => {
      print(`${lab} ${String(done)}/${String(total)} done; under way: ${who()}\n`);
    }, SILENCE_MS);
    return {
      begins,
      ends: (student, how, ran) => {
        silence.refresh();
        count(student, ran);
        const seconds = done === total ? undefined : left();
        const rest = seconds === undefined ? "" : `, about ${seconds} s left`;
        print(
          `${lab} ${String(done)}/${String(total)} ${student}: ${how}${ran === "kept" ? " (kept)" : rest}\n`,
        );
      },
      stop: () => {
        clearInterval(silence);
      },
    };
  }
  const bar = new cliProgress.SingleBar({
    format: `${lab} {bar} {value}/{total} students  {left} s left  {who}`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  const show = (): void => {
    bar.update(done, { left: left() ?? "?", who: who() });
  };
  bar.start(total, 0, { left: "?", who: "" });
  const timer = setInterval(show, 250);
  return {
    begins,
    ends: (student, _, ran) => {
      count(student, ran);
    },
    stop: () => {
      clearInterval(timer);
      bar.stop();
    },
  };
}
