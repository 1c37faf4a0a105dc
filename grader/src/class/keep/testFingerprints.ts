import { readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import type { Lab } from "toolkit/labs/readLab";
import { addFilesToHash, addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";

/**
 * For each test of a lab, a text that changes when the test may come to something else: with the test itself, with what
 * its file has besides other tests, with whatever lies beside the tests and is given to them, and with the limits. Points,
 * hints and descriptions are not among it: they are of the report. A test that changes leaves the others as they are.
 *
 * @param kit see kitFingerprint
 */
export function testFingerprints(lab: Lab, kit: string): ReadonlyMap<string, string> {
  const { manifest, folder, hidden } = lab;
  const names = manifest.tests.map(({ name }) => name);
  const shared = hashOfParts((hash) => {
    const { given, fixed, student, wallClockSeconds, silenceSeconds, memoryMb } = manifest;
    addTextToHash(hash, "kit", kit);
    addTextToHash(
      hash,
      "lab",
      JSON.stringify([given, fixed, student, wallClockSeconds, silenceSeconds, memoryMb]),
    );
    addFilesToHash(hash, folder, (path) => isSharedLabFile(path) && !student.includes(path));
    if (hidden !== undefined) addFilesToHash(hash, hidden.folder, isSharedLabFile);
  });
  const files = lab.specs.map((file) => ({ name: fileInHash(file), source: readFileSync(file, "utf8") }));
  return new Map(
    names.map((test) => [
      test,
      hashOfParts((hash) => {
        addTextToHash(hash, "shared", shared);
        for (const { name, source } of files) {
          const others = names.filter((one) => one !== test);
          const left = withoutTests(source, others);
          // A file that this test is not in may still be asked for its tests' names, and for nothing else.
          if (left.names.has(test)) addTextToHash(hash, name, left.text);
        }
      }),
    ]),
  );
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

function fileInHash(file: string): string {
  return basename(file);
}

/** The text of a mocha file without the tests of those names, and the names that are left. */
function withoutTests(
  source: string,
  names: readonly string[],
): { text: string; names: ReadonlySet<string> } {
  const file = ts.createSourceFile("tests.ts", source, ts.ScriptTarget.Latest, true);
  const left = new Set<string>();
  const cuts: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (first !== undefined && ts.isStringLiteralLike(first)) {
      if (names.includes(first.text)) {
        cuts.push([node.getStart(file), node.getEnd()]);
        return;
      }
      left.add(first.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let text = source;
  for (const [start, end] of cuts.reverse()) text = text.slice(0, start) + text.slice(end);
  return { text, names: left };
}
