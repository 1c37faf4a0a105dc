import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "toolkit/labs/readLab";
import { findSubmission } from "toolkit/submission/findSubmission";
import { sourcesBelow } from "toolkit/submission/sourcesBelow";
import { isRightSpecimen, readCorpus } from "../../corpus/readCorpus";
import type { CodeFile } from "./CodeOfStudent";
import type { ExpectedCode } from "./compareCode";

/** The stubs and given files of a lab, and the right programs that the kit has for it: its solution and its wheats. */
export function expectedCode(root: string, lab: Lab): ExpectedCode {
  const { student, given } = lab.manifest;
  return {
    given: [...student, ...given].flatMap((path) => {
      const file = join(lab.folder, path);
      return existsSync(file) ? [{ path, text: readFileSync(file, "utf8") }] : [];
    }),
    references: readCorpus(root, lab)
      .filter(isRightSpecimen)
      .map(({ folder }) => {
        const submission = findSubmission(root, lab, { kind: "folder", folder, cwd: root });
        try {
          return codeFilesIn(submission.folder);
        } finally {
          submission.dispose();
        }
      }),
  };
}

/** The TypeScript in a copied submission. */
export function codeFilesIn(folder: string): CodeFile[] {
  return sourcesBelow(folder).map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}
