import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { addFilesToHash, addTextToHash, hashOfParts } from "./hashOfFiles";

/** What of the kit, but for the labs, decides what a report says. */
const DECIDING = [
  "toolkit/bin",
  "toolkit/src",
  "labrpc/src",
  "checker/src",
  "harness/src",
  "picture/src",
  "picture/page",
  "grader/bin",
  "grader/src",
];
const DECIDING_FILES = ["package-lock.json", "tsconfig.json"];

/** Changes with anything of the kit that may change a report: its code, its packages, and Node. */
export function kitFingerprint(): string {
  return hashOfParts((hash) => {
    addTextToHash(hash, "node", process.version);
    for (const file of DECIDING_FILES)
      if (existsSync(join(KIT_ROOT, file))) addTextToHash(hash, file, readFileSync(join(KIT_ROOT, file)));
    for (const folder of DECIDING) {
      if (!existsSync(join(KIT_ROOT, folder))) continue;
      addTextToHash(hash, folder, "");
      addFilesToHash(hash, join(KIT_ROOT, folder));
    }
  });
}
