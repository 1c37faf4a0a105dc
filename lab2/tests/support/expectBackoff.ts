import type { Simulation } from "labrpc/simulation";

/** Pauses between requests, one row for each clerk: on average they double, up to the cap, and no two clerks' are alike. */
export function expectBackoff(
  sim: Simulation,
  whose: string,
  all: readonly (readonly number[])[],
  { retryDelay, maxDelay }: { retryDelay: number; maxDelay: number },
): void {
  let [shortest, total] = [0, 0];
  const rows = Math.min(...all.map((pauses) => pauses.length));
  for (let retry = 0; retry < rows; retry++) {
    const pauses = all.map((row) => row[retry] ?? 0);
    const nominal = Math.min(maxDelay, retryDelay * 2 ** retry);
    const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length;
    // Whether the first pause is once or twice the option, and how much of it is chance, is up to the clerk.
    const most = Math.min(maxDelay * 1.5, nominal * 3);
    const what = `the pause of ${whose} before retry ${String(retry + 1)}, with retryDelay ${String(retryDelay)} and maxDelay ${String(maxDelay)}`;
    const got = `${mean.toFixed(1)} ms on average over ${String(pauses.length)} clerks`;
    if (mean < nominal * 0.2) sim.fail(`${what}, is too short`, { expected: about(nominal), got });
    if (mean > most + 10) sim.fail(`${what}, is too long`, { expected: about(nominal), got });
    // Full jitter takes half of each pause on average.
    shortest += nominal * 0.38;
    total += mean;
    const distinct = new Set(pauses.map((pause) => pause.toFixed(2))).size;
    // Timers fire on whole ms, so short pauses have few values.
    if (nominal >= 80 && distinct < 5)
      sim.fail(`${what}, has no jitter: clerks that fail together come back together`, {
        expected: "another pause for each clerk",
        got: `${String(distinct)} different pauses of ${String(pauses.length)} clerks`,
      });
  }
  if (total < shortest)
    sim.fail(
      `the pauses of ${whose} before ${String(rows)} retries are too short together: they must double up to maxDelay`,
      {
        expected: `at least ${shortest.toFixed(0)} ms on average`,
        got: `${total.toFixed(0)} ms`,
      },
    );
}

/** Retries after which every pause is as long as `maxDelay` says, and how many of them are judged together. */
const DOUBLED_OUT = 10;
const WINDOW = 10;

/** Expects the pauses of one clerk to stay about as long as `maxDelay` says, however often it retries. */
export function expectLatePauses(
  sim: Simulation,
  pauses: readonly number[],
  { retryDelay, maxDelay }: { retryDelay: number; maxDelay: number },
): void {
  for (let first = DOUBLED_OUT; first + WINDOW <= pauses.length; first += WINDOW) {
    const mean = pauses.slice(first, first + WINDOW).reduce((sum, pause) => sum + pause, 0) / WINDOW;
    // Of ten pauses with full jitter the mean is that short once in 260,000 times; below a fifth, once in 3,500.
    if (mean >= maxDelay * 0.13 && mean <= maxDelay * 1.5 + 10) continue;
    sim.fail(
      `the pauses before retries ${String(first + 1)} to ${String(first + WINDOW)}, with retryDelay ${String(retryDelay)} and maxDelay ${String(maxDelay)}, are too ${mean < maxDelay ? "short" : "long"}`,
      { expected: about(maxDelay), got: `${mean.toFixed(1)} ms on average` },
    );
  }
}

function about(nominal: number): string {
  return `between half and the whole of ${String(nominal)} ms`;
}
