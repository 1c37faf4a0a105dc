import cliProgress from "cli-progress";

export interface ClusterProgress {
  readonly step: () => void;
  readonly stop: () => void;
}

/** A bar on the terminal; nothing where nobody looks at one. @param unit what is counted, such as "writes" */
export function clusterProgressBar(terminal: boolean, total: number, unit: string): ClusterProgress {
  if (!terminal) return { step: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} ${unit}  {eta} s left`,
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
  });
  bar.start(total, 0);
  return { step: () => bar.increment(), stop: () => bar.stop() };
}
