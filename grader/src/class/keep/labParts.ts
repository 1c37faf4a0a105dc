import { readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import type { Lab } from "toolkit/labs/readLab";
import { addFilesToHash, addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";

/** What of a lab decides what its tests come to, in hashes. Points, hints and descriptions are not among it. */
export interface LabParts {
  /** Helpers of the tests, files that are given, limits. */
  readonly shared: string;
  /** For each test, its own text, and what its file has besides other tests. */
  readonly tests: ReadonlyMap<string, string>;
}

/** Reads a lab's tests. A test that changes leaves the others as they are. */
export function labParts({ manifest, folder, hidden, specs }: Lab): LabParts {
  const { given, fixed, student, wallClockSeconds, silenceSeconds, memoryMb } = manifest;
  const shared = hashOfParts((hash) => {
    addTextToHash(
      hash,
      "lab",
      JSON.stringify([given, fixed, student, wallClockSeconds, silenceSeconds, memoryMb]),
    );
    addFilesToHash(hash, folder, (path) => isSharedLabFile(path) && !student.includes(path));
    if (hidden !== undefined) addFilesToHash(hash, hidden.folder, isSharedLabFile);
  });
  const names = manifest.tests.map(({ name }) => name);
  const files = specs.map((file) => ({
    name: basename(file),
    ...cutTests(readFileSync(file, "utf8"), names),
  }));
  const tests = names.map((test): [string, string] => [
    test,
    hashOfParts((hash) => {
      // A file that this test is not in may still be asked for its tests' names, and for nothing else.
      for (const { name, without, owners } of files)
        if (owners.has(test)) addTextToHash(hash, name, without(test));
    }),
  ]);
  return { shared, tests: new Map(tests) };
}

/** Helpers of the tests, files that are given, models: TypeScript that is no test and no demonstration. */
function isSharedLabFile(path: string): boolean {
  return (
    /\.ts$/.test(path) &&
    !/\.test\.ts$/.test(path) &&
    !/^tests\/(?:demo|small)\.ts$/.test(path) &&
    !/^real\//.test(path)
  );
}

/** A mocha file: which tests are in it, and its text without all tests but one. */
function cutTests(
  source: string,
  names: readonly string[],
): { readonly owners: ReadonlySet<string>; readonly without: (test: string) => string } {
  const file = ts.createSourceFile("tests.ts", source, ts.ScriptTarget.Latest, true);
  const places: { readonly test: string; readonly start: number; readonly end: number }[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (first !== undefined && ts.isStringLiteralLike(first) && names.includes(first.text))
      places.push({ test: first.text, start: node.getStart(file), end: node.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    owners: new Set(places.map(({ test }) => test)),
    without: (kept) => {
      let [text, from] = ["", 0];
      for (const { test, start, end } of places)
        // One within another that was cut is gone already.
        if (test !== kept && start >= from) [text, from] = [text + source.slice(from, start), end];
      return text + source.slice(from);
    },
  };
}
