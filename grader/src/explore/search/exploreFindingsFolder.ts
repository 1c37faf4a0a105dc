import type { Lab } from "toolkit/labs/readLab";

/**
 * Where pictures and replays of what explore found are, below the root. `grade` tidies up its own folder, so that
 * nothing in it is out of date; what was found in a long search stays until the same test is found to fail again.
 */
export function exploreFindingsFolder({ name }: Lab): string {
  return `reports/${name}/explore`;
}
