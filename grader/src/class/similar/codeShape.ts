import { File, Region, TokenizedFile } from "@dodona/dolos-core";
import ts from "typescript";
import type { CodeFile } from "./CodeOfStudent";

/** What says nothing of how a program works: it is walked through, or left out with all that is in it. */
const TRANSPARENT = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.EmptyStatement,
  ts.SyntaxKind.EndOfFileToken,
]);

/** Kinds of syntax of a program that are looked at; a lab takes a thousand or two. */
const MOST_KINDS = 50_000;

/**
 * The shape of a program: kinds of syntax in the order of the text, with places in it. Names, texts, numbers, comments,
 * types, imports, braces and brackets are not part of it, so a copy in which these are others has the same shape. A file that is
 * nested too deeply to be read has none.
 *
 * @param name stands for the whole program
 * @param files in an order that does not depend on who wrote them
 */
export function codeShape(name: string, files: readonly CodeFile[]): TokenizedFile {
  const tokens: string[] = [];
  const places: Region[] = [];
  let row = 0;
  for (const { path, text } of files) {
    // The line that `codeText` puts before each file.
    row += 1;
    const from = tokens.length;
    try {
      addShapeOfFile({ path, text }, row);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The stack was too small for it.
      tokens.splice(from);
      places.splice(from);
    }
    row += text.split("\n").length;
  }
  return new TokenizedFile(new File(name, codeText(files)), tokens, places);

  function addShapeOfFile({ path, text }: CodeFile, first: number): void {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
    const mark = (token: string, offset: number): void => {
      const { line, character } = source.getLineAndCharacterOfPosition(offset);
      tokens.push(token);
      places.push(new Region(first + line, character, first + line, character));
    };
    const visit = (node: ts.Node): void => {
      if (isLeftOutOfShape(node) || tokens.length >= MOST_KINDS) return;
      if (TRANSPARENT.has(node.kind)) {
        ts.forEachChild(node, visit);
        return;
      }
      mark(ts.SyntaxKind[node.kind], node.getStart(source));
      ts.forEachChild(node, visit);
      if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isCallExpression(node))
        mark("end", node.getEnd());
    };
    visit(source);
  }
}

/** All files as one text, each below a line with its name. */
export function codeText(files: readonly CodeFile[]): string {
  return files.map(({ path, text }) => `// ${path}\n${text}`).join("\n");
}

function isLeftOutOfShape(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeNode(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isModifier(node)
  );
}
