import type * as TypeScript from "typescript";

/** Puts `$tick()` first in each loop body and function body. */
export function countTicks(ts: typeof TypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const tick = (): TypeScript.Expression =>
      factory.createCallExpression(factory.createIdentifier("$tick"), undefined, []);
    const withTick = (body: TypeScript.Statement | TypeScript.Expression): TypeScript.Node => {
      // A block that is the body of a function does not count as a statement to the compiler.
      if (!ts.isBlock(body) && !ts.isStatement(body))
        return factory.createParenthesizedExpression(factory.createComma(tick(), body));
      const rest = ts.isBlock(body) ? body.statements : [body];
      const statements = [factory.createExpressionStatement(tick()), ...rest];
      return ts.setTextRange(factory.createBlock(statements, true), body);
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      const body = bodyToCount(ts, seen);
      if (body === undefined) return seen;
      return ts.visitEachChild(seen, (child) => (child === body ? withTick(body) : child), context);
    };
    return (file) => ts.visitNode(file, visit) as TypeScript.SourceFile;
  };
}

/** What a loop repeats or a function does; an arrow function may have an expression. Undefined for other nodes. */
function bodyToCount(
  ts: typeof TypeScript,
  node: TypeScript.Node,
): TypeScript.Statement | TypeScript.Expression | undefined {
  if (ts.isIterationStatement(node, false)) return node.statement;
  return ts.isFunctionLike(node) && "body" in node ? node.body : undefined;
}
