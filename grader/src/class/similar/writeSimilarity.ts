import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders } from "toolkit/files/makeFolders";
import type { Lab } from "toolkit/labs/readLab";
import type { CodeOfStudent } from "./CodeOfStudent";
import { compareCode, type SimilarPair } from "./compareCode";
import { expectedCode } from "./expectedCode";
import { renderSimilarity } from "./renderSimilarity";
import { similarityExports } from "./similarityExports";

/** A pair from this similarity on is shown: honest work of the corpus stays below it. */
export const SIMILAR_FROM = 0.5;
/** Pairs that are shown. */
const MOST_PAIRS = 100;

/**
 * Compares the programs of a lab with each other and writes pages about them, and the programs as other tools read them.
 *
 * @param root the kit's, absolute
 * @param folder of the lab's pages, absolute; what was in it before is removed
 */
export function writeSimilarity(
  root: string,
  lab: Lab,
  folder: string,
  students: readonly CodeOfStudent[],
): readonly SimilarPair[] {
  const expected = expectedCode(root, lab);
  const pairs = compareCode(students, expected, { from: SIMILAR_FROM, most: MOST_PAIRS });
  const files = [
    ...renderSimilarity(lab.name, students, pairs, { from: SIMILAR_FROM }),
    ...[...similarityExports(students, expected.given)].map(([name, text]): [string, string] => [
      `export/${name}`,
      text,
    ]),
  ];
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of files) {
    const file = join(folder, name);
    makeFolders(dirname(file));
    writeFileSync(file, text);
  }
  return pairs;
}
