import ts from "typescript";

/**
 * A program whose local variables, parameters and private members have other names and whose comments are gone, as
 * somebody makes it who hides where it is from. It does the same as before.
 *
 * @param salt differs from copy to copy, and so do the names
 */
export function renamedProgram(text: string, salt: string): string {
  const source = ts.createSourceFile("program.ts", text, ts.ScriptTarget.Latest, true);
  const locals = localNamesIn(source);
  const { transformed } = ts.transform(source, [renaming(locals, salt)]);
  return ts.createPrinter({ removeComments: true }).printFile(transformed[0] as ts.SourceFile);
}

/** Names that are declared in the file and that no other file knows, and that hide nothing global. */
function localNamesIn(source: ts.SourceFile): ReadonlySet<string> {
  const [names, kept] = [new Set<string>(), new Set<string>()];
  const isPublic = (node: ts.Node): boolean =>
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.length ?? 0) > 0;
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name))
      (isPublic(statementOf(node)) ? kept : names).add(node.name.text);
    // One with a modifier declares a property too.
    if (ts.isParameter(node) && ts.isIdentifier(node.name))
      (isPublic(node) ? kept : names).add(node.name.text);
    if (ts.isImportSpecifier(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
      kept.add(node.name?.text ?? "");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return new Set([...names].filter((name) => !kept.has(name) && !(name in globalThis)));
}

function statementOf(node: ts.VariableDeclaration | ts.BindingElement): ts.Node {
  let at: ts.Node = node;
  while (!ts.isVariableStatement(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

function renaming(locals: ReadonlySet<string>, salt: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const other = (name: string): string => `${salt}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isPrivateIdentifier(node))
        return factory.createPrivateIdentifier(`#${other(node.text.slice(1))}`);
      if (ts.isShorthandPropertyAssignment(node) && locals.has(node.name.text))
        return factory.createPropertyAssignment(
          node.name.text,
          factory.createIdentifier(other(node.name.text)),
        );
      // What `{ key }` takes apart is still called key.
      if (ts.isBindingElement(node) && ts.isIdentifier(node.name) && locals.has(node.name.text))
        return factory.createBindingElement(
          node.dotDotDotToken,
          node.dotDotDotToken === undefined && ts.isObjectBindingPattern(node.parent)
            ? (node.propertyName ?? node.name.text)
            : node.propertyName,
          other(node.name.text),
          ts.visitNode(node.initializer, visit) as ts.Expression | undefined,
        );
      if (ts.isIdentifier(node) && locals.has(node.text) && !isNameOfProperty(node))
        return factory.createIdentifier(other(node.text));
      return ts.visitEachChild(node, visit, context);
    };
    return (file) => ts.visitNode(file, visit) as ts.SourceFile;
  };
}

/** Names of properties and types belong to others too. */
function isNameOfProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) &&
      parent.name === node) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent)
  );
}
