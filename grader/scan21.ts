import { KIT_ROOT } from "toolkit/files/kitRoot";
import { labNames, readLab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { readCorpus, isRightSpecimen } from "/tmp/wt/s21/grader/src/corpus/readCorpus";
import { checkTypes } from "/tmp/wt/s21/grader/src/types/checkTypes";
const onlyRight = process.argv[2] !== "all";
for (const name of process.argv[3]?.split(",") ?? labNames(KIT_ROOT)) {
  const lab = readLab(KIT_ROOT, name);
  const { student, given, fixed } = lab.manifest;
  let n = 0;
  for (const one of readCorpus(KIT_ROOT, lab)) {
    if (one.kind === "skeleton" || (onlyRight && !isRightSpecimen(one))) continue;
    const s = findSubmission(KIT_ROOT, lab, { kind: "folder", folder: one.folder, cwd: KIT_ROOT });
    const { errors } = checkTypes({ lab: name, labFolder: lab.folder, submission: s.folder, student, given, ...(fixed?{fixed}:{}) });
    n++;
    for (const e of errors) if (!/^TS/.test(e.code)) console.log(one.kind, name, one.name, `${e.file}:${e.line} ${e.code} ${e.message.slice(0, 90)}`);
    s.dispose();
  }
  console.log(name, n, "programs");
}
