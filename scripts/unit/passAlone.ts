import { runMocha, type FailedFiles } from "./runMocha";

/** More files than these do not fail by chance. */
const MOST_AGAIN = 4;

/**
 * Whether files with failures pass when nothing else runs. Tests of real processes wait for things to happen, and on a
 * machine that others use as well they may wait in vain. Whoever reads the end is told which ones these were.
 */
export async function passAlone(
  root: string,
  failures: readonly FailedFiles[],
  print: (text: string) => void,
): Promise<boolean> {
  const files = [...new Set(failures.flatMap((failure) => failure.files))].sort();
  if (files.length > MOST_AGAIN) return false;
  print(`\nOnce more, with nothing beside: ${files.join(" ")}\n`);
  for (const file of files)
    if ((await runMocha(root, [file], { env: process.env, print })).kind === "failed") return false;
  print(`passed only when they ran alone: ${files.join(" ")}\nWhat failed at first is told above.\n`);
  return true;
}
