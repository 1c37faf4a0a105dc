/** A file and how long it takes, about, in ms. */
export interface WeighedTestFile {
  readonly file: string;
  readonly ms: number;
}

/** No process is started for less than this part of all the work: to start one takes most of a second. */
const LEAST = 1 / 16;

/** Most files of a share: where times are guesses, as on a fresh clone, many quick ones would hide a slow one. */
const MOST_FILES = 24;

/**
 * Takes the next files for a process from the front of a queue: a large share at first, and smaller ones towards the
 * end, so that all processes end at about the same time although nobody knows exactly how long a file takes
 * (Polychronopoulos and Kuck's guided self-scheduling, 1987).
 *
 * @param total weight of all files that there were, in ms
 */
export function nextShareOfTestFiles(queue: WeighedTestFile[], jobs: number, total: number): string[] {
  const left = queue.reduce((sum, { ms }) => sum + ms, 0);
  const enough = Math.max(left / (2 * jobs), total * LEAST);
  const share: string[] = [];
  for (let ms = 0; ms < enough && share.length < MOST_FILES;) {
    const next = queue.shift();
    if (next === undefined) break;
    share.push(next.file);
    ms += next.ms;
  }
  return share;
}
