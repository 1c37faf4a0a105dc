import { FingerprintIndex, WinnowFilter, type TokenizedFile } from "@dodona/dolos-core";
import type { CodeFile, CodeOfStudent } from "./CodeOfStudent";
import { codeShape, codeText } from "./codeShape";

/** Kinds of syntax in a piece, and pieces of which at least one is looked at: a copied run of 19 is always found. */
const PIECE = 12;
const WINDOW = 8;

/** Comparisons of pieces that marking the passages of a pair may take; somebody may hand in one line a million times. */
const MOST_PASSAGE_WORK = 4_000_000;

/** With fewer pieces of their own, two programs are alike by chance. */
const FEWEST_PIECES = 10;

/** Two right programs this similar at most are of different design. */
const OTHER_DESIGN = 0.25;

/** Lines that two programs have in common; rows of `codeText`, from 0, both ends included. */
export interface SimilarPassage {
  readonly left: readonly [first: number, last: number];
  readonly right: readonly [first: number, last: number];
}

/** Two students' programs, and what they share. Numbers are those of the students compared. */
export interface SimilarPair {
  readonly left: number;
  readonly right: number;
  /** From 0 to 1: of the pieces of both that nothing explains, the part that the other has too. */
  readonly similarity: number;
  /** The same of the left program alone, and of the right one. */
  readonly ofLeft: number;
  readonly ofRight: number;
  /** Whether even their text is the same, but for space. */
  readonly isSameText: boolean;
  /** In the order of the left program; none where the programs are too long to be marked. */
  readonly passages: readonly SimilarPassage[];
}

/** What explains that two programs are alike. */
export interface ExpectedCode {
  /** Files that everybody was given: stubs, types. */
  readonly given: readonly CodeFile[];
  /** Right programs; what two of different design have in common, the lab forces on everybody. */
  readonly references: readonly (readonly CodeFile[])[];
}

export interface CompareOptions {
  /** Pairs less similar are left out. */
  readonly from: number;
  /** Most pairs, the most similar ones. */
  readonly most: number;
}

/** Pairs of programs with a similar shape, the most similar first. */
export function compareCode(
  students: readonly CodeOfStudent[],
  expected: ExpectedCode,
  { from, most }: CompareOptions,
): SimilarPair[] {
  const { index, shapes } = indexOfCode(
    students.map(({ files }) => files),
    expected.given,
  );
  index.addIgnoredHashes(forcedPieces(expected));
  const { own, shared } = countPieces(index, shapes);
  const pairs: Omit<SimilarPair, "passages" | "isSameText">[] = [];
  for (let left = 0; left < shapes.length; left++)
    for (let right = left + 1; right < shapes.length; right++) {
      const [ownLeft = 0, ownRight = 0] = [own[left], own[right]];
      if (Math.min(ownLeft, ownRight) < FEWEST_PIECES) continue;
      const [inLeft, inRight] = [shared(left, right), shared(right, left)];
      const similarity = (inLeft + inRight) / (ownLeft + ownRight);
      if (similarity >= from)
        pairs.push({ left, right, similarity, ofLeft: inLeft / ownLeft, ofRight: inRight / ownRight });
    }
  const isShort = ({ left, right }: { left: number; right: number }): boolean =>
    shared(left, right) * shared(right, left) <= MOST_PASSAGE_WORK;
  return pairs
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, most)
    .map((pair) => ({
      ...pair,
      isSameText: textOf(students[pair.left]) === textOf(students[pair.right]),
      passages: isShort(pair) ? passagesOf(index, shapes[pair.left], shapes[pair.right]) : [],
    }));
}

/** All that a student wrote, without space. */
function textOf(student: CodeOfStudent | undefined): string {
  return codeText(student?.files ?? []).replace(/\s+/g, "");
}

/** Hashes of pieces that two right programs of different design have in common. */
function forcedPieces({ given, references }: ExpectedCode): number[] {
  const { index, shapes } = indexOfCode(references, given);
  const { own, shared } = countPieces(index, shapes);
  const numbers = new Map(shapes.map(({ id }, at) => [id, at]));
  const isOtherDesign = (one: number, other: number): boolean =>
    shared(one, other) + shared(other, one) <= OTHER_DESIGN * ((own[one] ?? 0) + (own[other] ?? 0));
  return index.sharedFingerprints().flatMap((piece) => {
    if (piece.ignored) return [];
    const found = piece.files().flatMap(({ id }) => numbers.get(id) ?? []);
    const isForced = found.some((one) => found.some((other) => one !== other && isOtherDesign(one, other)));
    return isForced ? [piece.hash] : [];
  });
}

function indexOfCode(
  programs: readonly (readonly CodeFile[])[],
  given: readonly CodeFile[],
): { readonly index: FingerprintIndex; readonly shapes: readonly TokenizedFile[] } {
  const index = new FingerprintIndex(PIECE, WINDOW);
  // All pieces and not a choice of them, which depends on what stands beside them.
  const all = new WinnowFilter(PIECE, 1);
  for (const file of given)
    index.addIgnoredHashes(all.fingerprints(codeShape(file.path, [file]).tokens).map(({ hash }) => hash));
  // Of files that nobody changed the lines stay, empty: pieces that reach from one into the next would be left else.
  const isGiven = ({ path, text }: CodeFile): boolean =>
    given.some((file) => file.path === path && file.text === text);
  const shapes = programs.map((files, at) =>
    codeShape(
      String(at),
      files.map((file) => (isGiven(file) ? { ...file, text: file.text.replace(/[^\n]+/g, "") } : file)),
    ),
  );
  index.addFiles(shapes);
  return { index, shapes };
}

/** How many pieces each program has that nothing explains, and how many of one another one has too. */
function countPieces(
  index: FingerprintIndex,
  shapes: readonly TokenizedFile[],
): { readonly own: readonly number[]; readonly shared: (of: number, other: number) => number } {
  const numbers = new Map(shapes.map(({ id }, at) => [id, at]));
  const own = shapes.map(() => 0);
  const counts = new Uint32Array(shapes.length ** 2);
  for (const piece of index.sharedFingerprints()) {
    if (piece.ignored) continue;
    const files = piece.files().flatMap((file) => {
      const at = numbers.get(file.id);
      return at === undefined ? [] : [{ at, times: piece.occurrencesOf(file).length }];
    });
    for (const { at, times } of files) {
      own[at] = (own[at] ?? 0) + times;
      for (const other of files) {
        const cell = at * shapes.length + other.at;
        counts[cell] = (counts[cell] ?? 0) + times;
      }
    }
  }
  return { own, shared: (of, other) => counts[of * shapes.length + other] ?? 0 };
}

function passagesOf(
  index: FingerprintIndex,
  left: TokenizedFile | undefined,
  right: TokenizedFile | undefined,
): SimilarPassage[] {
  if (left === undefined || right === undefined) return [];
  return index
    .getPair(left, right)
    .buildFragments()
    .map(({ leftSelection, rightSelection }) => ({
      left: [leftSelection.startRow, leftSelection.endRow],
      right: [rightSelection.startRow, rightSelection.endRow],
    }));
}
