import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { cleanName } from "toolkit/text/studentText";
import { KeptCode } from "./keep/KeptCode";
import { studentFolderName } from "./row/studentFolderName";
import type { ClassPart } from "./part/ClassPart";
import type { ClassResult } from "./run/ClassResult";
import { SIMILAR_FROM, writeSimilarity } from "./similar/writeSimilarity";

/** The folder of the pages about likeness, in that of the results. */
export const SIMILARITY = "similarity";

/** A lab's page about likeness, relative to the results. */
export function similarityPage(lab: string): string {
  return `${SIMILARITY}/${lab}/index.html`;
}

/** Whether the programs of all who were graded are kept, which is so where they were graded to be compared. */
export function hasCodeOfClass(out: string, { members, labs }: Pick<ClassPart, "members" | "labs">): boolean {
  const kept = new KeptCode(out);
  return labs.every(({ lab, results }) =>
    members.every(
      ({ student }, at) =>
        results[at]?.row.kind !== "graded" || kept.read(lab, studentFolderName(student.id)) !== undefined,
    ),
  );
}

/** Pairs that the terminal names for each lab. */
const MOST_NAMED = 5;

/**
 * Compares what the members of a class wrote, each lab by itself, and writes pages to `similarity/LAB`. The code is what
 * was kept when it was graded. Returns what to tell the teacher.
 *
 * @param out where the class's results are, absolute
 */
export function writeClassSimilarity(root: string, out: string, { members, labs }: ClassResult): string {
  const kept = new KeptCode(out);
  const lines = labs.flatMap(({ lab, results }) => {
    const students = members.flatMap(({ student }, at) =>
      results[at]?.row.kind === "graded" ? (kept.read(lab, studentFolderName(student.id)) ?? []) : [],
    );
    const pairs = writeSimilarity(root, readLab(root, lab), join(out, SIMILARITY, lab), students);
    const name = (at: number): string => cleanName(students[at]?.name ?? "");
    const named = pairs.slice(0, MOST_NAMED).map((pair) => {
      const same = pair.isSameText ? ", the same text" : "";
      return `  ${pair.similarity.toFixed(2)}  ${name(pair.left)} and ${name(pair.right)}${same}`;
    });
    const more = pairs.length - named.length;
    return [
      `${lab}: ${String(pairs.length)} ${pairs.length === 1 ? "pair" : "pairs"} of ${String(students.length)} programs with a similarity of ${String(SIMILAR_FROM)} or more; see ${similarityPage(lab)}`,
      ...named,
      ...(more === 0 ? [] : [`  and ${String(more)} more`]),
    ];
  });
  return `\n${lines.join("\n")}\nA likeness is no proof: look at both programs, and ask the students.\n`;
}
