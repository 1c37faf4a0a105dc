import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JUDGES_FILE } from "harness";
import { labNames } from "toolkit/labs/readLab";
import { judgesChoiceFile, sealLabJudges } from "./sealLabJudges";

/** Folders that have labs: the kit, and what `new-lab` makes labs of. */
export const KITS_WITH_JUDGES = [join(__dirname, ".."), join(__dirname, "../grader/templates")] as const;

/** The labs of a kit whose corpus chooses judges. */
export function labsWithJudges(kit: string): string[] {
  return labNames(kit).filter((lab) => existsSync(judgesChoiceFile(kit, lab)));
}

/** Seals the judges of all labs that have some, from the corpus: `npm run judges`. */
async function sealAllJudges(): Promise<void> {
  for (const kit of KITS_WITH_JUDGES)
    for (const lab of labsWithJudges(kit)) {
      const sealed = await sealLabJudges(kit, lab);
      writeFileSync(join(kit, lab, JUDGES_FILE), sealed);
      console.log(`${lab}/${JUDGES_FILE}: ${String(sealed.length)} characters`);
    }
}

if (require.main === module) void sealAllJudges();
