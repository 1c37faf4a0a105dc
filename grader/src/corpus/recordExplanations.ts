import { writeFileSync } from "node:fs";
import type { Lab } from "toolkit/labs/readLab";
import { recordedExplanationOf } from "./explanation";
import { gradeCorpus, type SpecimenResult } from "./gradeCorpus";
import { explanationFile, type CorpusSpecimen } from "./readCorpus";

/** Writes down, beside each chaff, what a student with its mistake reads. */
export async function recordExplanations(
  root: string,
  lab: Lab,
  specimens: readonly CorpusSpecimen[],
  jobs: number,
): Promise<SpecimenResult[]> {
  const chaffs = specimens.flatMap((specimen): CorpusSpecimen[] => {
    if (specimen.kind !== "chaff") return [];
    // What was recorded before does not count any more.
    const { kind, name, folder, about, caughtBy } = specimen;
    return [{ kind, name, folder, about, caughtBy }];
  });
  const results = await gradeCorpus(root, lab, chaffs, { jobs, record: true });
  for (const { specimen, runs } of results) {
    const [run] = runs;
    const found = run && recordedExplanationOf(run);
    if (found === undefined) continue;
    writeFileSync(explanationFile(specimen.folder), `${JSON.stringify(found, null, 2)}\n`);
  }
  return results;
}
