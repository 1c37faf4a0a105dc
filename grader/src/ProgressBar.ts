import cliProgress from "cli-progress";

/** What shows how far a run has come. */
export interface Progress {
  seed(test: string): void;
  stop(): void;
}

/** A bar on the terminal; nothing at all where nobody looks at one. */
export function progressBar(terminal: boolean, total: number): Progress {
  if (!terminal) return { seed: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    format: "{bar} {value}/{total} seeds  {test}",
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(total, 0, { test: "starting" });
  return {
    seed: (test) => {
      bar.increment(1, { test });
    },
    stop: () => {
      bar.stop();
    },
  };
}
