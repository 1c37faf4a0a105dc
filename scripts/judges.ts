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

/** Seals the judges of a lab from its corpus. */
async function sealJudgesOfLab(kit: string, lab: string): Promise<void> {
  const sealed = await sealLabJudges(kit, lab);
  writeFileSync(join(kit, lab, JUDGES_FILE), sealed);
  console.log(`${lab}/${JUDGES_FILE}: ${String(sealed.length)} characters`);
}

/** Of one lab, `npm run judges lab6`, in this kit or in a folder that is named after it; else of all that have some. */
async function sealJudges([lab, kit = KITS_WITH_JUDGES[0]]: readonly string[]): Promise<void> {
  if (lab !== undefined) return sealJudgesOfLab(kit, lab);
  for (const each of KITS_WITH_JUDGES)
    for (const name of labsWithJudges(each)) await sealJudgesOfLab(each, name);
}

if (require.main === module) void sealJudges(process.argv.slice(2));
