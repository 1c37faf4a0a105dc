import ts from "typescript";
import type { CodeFile } from "../../src/class/similar/CodeOfStudent";

/** How somebody hides that a program is copied. */
export interface Disguise {
  /** Other names, other texts and numbers, no comments, another layout, other types. */
  readonly renamed?: boolean;
  /** The methods in another order. */
  readonly reordered?: boolean;
}

/** A program in disguise: what it does is the same, what a reader sees is not. */
export function disguisedCode(files: readonly CodeFile[], { renamed, reordered }: Disguise): CodeFile[] {
  return files.map(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const { transformed } = ts.transform(source, [
      ...(renamed === true ? [renaming] : []),
      ...(reordered === true ? [reordering] : []),
    ]);
    const printer = ts.createPrinter({ removeComments: renamed === true });
    return { path, text: printer.printFile(transformed[0] as ts.SourceFile).replace(/^ +/gm, "\t") };
  });
}

function renaming(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const names = new Map<string, string>();
  const other = (name: string): string => {
    const made = names.get(name) ?? `v${String(names.size)}`;
    names.set(name, made);
    return made;
  };
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isImportDeclaration(node)) return node;
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node))
      return factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
    if (ts.isPrivateIdentifier(node)) return factory.createPrivateIdentifier(`#${other(node.text)}`);
    if (ts.isIdentifier(node)) return factory.createIdentifier(other(node.text));
    if (ts.isStringLiteral(node)) return factory.createStringLiteral(`${node.text} other`);
    if (ts.isNumericLiteral(node)) return factory.createNumericLiteral(Number(node.text) + 1);
    // Braces around a single statement.
    const inner = ts.visitEachChild(node, visit, context);
    return ts.isIfStatement(inner) && !ts.isBlock(inner.thenStatement)
      ? factory.updateIfStatement(
          inner,
          inner.expression,
          factory.createBlock([inner.thenStatement], true),
          inner.elseStatement,
        )
      : inner;
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
}

function reordering(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (!ts.isClassDeclaration(node)) return ts.visitEachChild(node, visit, context);
    const methods = node.members.filter(ts.isMethodDeclaration);
    const others = node.members.filter((member) => !ts.isMethodDeclaration(member));
    return factory.updateClassDeclaration(
      node,
      node.modifiers,
      node.name,
      node.typeParameters,
      node.heritageClauses,
      [...others, ...methods.reverse()],
    );
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
}
