import type * as TypeScript from "typescript";

/**
 * Adds a static block to each class that has private fields:
 *
 *     static { $see_…(this, (o, t) => { if (#a in o) t("#a", o.#a); }); }
 *
 * Nothing that code can ask about the class or its objects is different then, but for the text of the class, and the
 * source map keeps every line of stack traces.
 *
 * @param see the function's name, which the file does not have
 * @param telling takes the names of those classes
 */
export function seePrivates(
  ts: typeof TypeScript,
  see: string,
  telling: string[],
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (!ts.isClassDeclaration(seen) && !ts.isClassExpression(seen)) return seen;
      const names = privateFieldsOf(ts, seen);
      if (names.length === 0) return seen;
      telling.push(seen.name?.text ?? "");
      return withMember(ts, context.factory, seen, tellingBlock(ts, context.factory, { see, names }));
    };
    return ts.visitNode(file, visit) as TypeScript.SourceFile;
  };
}

type ClassNode = TypeScript.ClassDeclaration | TypeScript.ClassExpression;

/** Of the objects, not of the class; without methods and accessors. */
function privateFieldsOf(ts: typeof TypeScript, { members }: ClassNode): string[] {
  return members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member) || !ts.isPrivateIdentifier(member.name)) return [];
    const isField = !(member.modifiers ?? []).some(
      ({ kind }) => kind === ts.SyntaxKind.StaticKeyword || kind === ts.SyntaxKind.AccessorKeyword,
    );
    return isField ? [member.name.text] : [];
  });
}

function tellingBlock(
  ts: typeof TypeScript,
  factory: TypeScript.NodeFactory,
  { see, names }: { readonly see: string; readonly names: readonly string[] },
): TypeScript.ClassStaticBlockDeclaration {
  const [object, take] = ["o", "t"].map((name) => factory.createIdentifier(name)) as [
    TypeScript.Identifier,
    TypeScript.Identifier,
  ];
  const parameter = (name: TypeScript.Identifier): TypeScript.ParameterDeclaration =>
    factory.createParameterDeclaration(undefined, undefined, name);
  const reads = names.map((name) =>
    factory.createIfStatement(
      factory.createBinaryExpression(
        factory.createPrivateIdentifier(name),
        factory.createToken(ts.SyntaxKind.InKeyword),
        object,
      ),
      factory.createExpressionStatement(
        factory.createCallExpression(take, undefined, [
          factory.createStringLiteral(name),
          factory.createPropertyAccessExpression(object, factory.createPrivateIdentifier(name)),
        ]),
      ),
    ),
  );
  const read = factory.createArrowFunction(
    undefined,
    undefined,
    [parameter(object), parameter(take)],
    undefined,
    undefined,
    factory.createBlock(reads),
  );
  const call = factory.createCallExpression(factory.createIdentifier(see), undefined, [
    factory.createThis(),
    read,
  ]);
  return factory.createClassStaticBlockDeclaration(
    factory.createBlock([factory.createExpressionStatement(call)]),
  );
}

function withMember(
  ts: typeof TypeScript,
  factory: TypeScript.NodeFactory,
  node: ClassNode,
  member: TypeScript.ClassElement,
): ClassNode {
  const members = factory.createNodeArray([...node.members, member]);
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return ts.isClassDeclaration(node)
    ? factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members)
    : factory.updateClassExpression(node, modifiers, name, typeParameters, heritageClauses, members);
}
