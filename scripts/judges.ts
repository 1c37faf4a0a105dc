import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JUDGES_FILE } from "harness";
import { labNames } from "toolkit/labs/readLab";
import { judgesChoiceFile, sealLabJudges } from "./sealLabJudges";

const ROOT = join(__dirname, "..");

/** Seals the judges of all labs that have some, from the corpus: `npm run judges`. */
async function sealAllJudges(): Promise<void> {
  for (const lab of labNames(ROOT)) {
    if (!existsSync(judgesChoiceFile(ROOT, lab))) continue;
    const sealed = await sealLabJudges(ROOT, lab);
    writeFileSync(join(ROOT, lab, JUDGES_FILE), sealed);
    console.log(`${lab}/${JUDGES_FILE}: ${String(sealed.length)} bytes`);
  }
}

void sealAllJudges();
