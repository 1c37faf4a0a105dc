import type * as TypeScript from "typescript";

/**
 * Puts `$tick()` first in each loop body and function body. What is given to `new Promise` says so, `$tick(true)`: where a
 * promise is made is where somebody waits for it, as far as can be told.
 */
export function countTicks(ts: typeof TypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const executors = new Set<TypeScript.Node>();
    const tick = (isOfPromise: boolean): TypeScript.Expression =>
      factory.createCallExpression(
        factory.createIdentifier("$tick"),
        undefined,
        isOfPromise ? [factory.createTrue()] : [],
      );
    const withTick = (
      body: TypeScript.Statement | TypeScript.Expression,
      isOfPromise: boolean,
    ): TypeScript.Node => {
      // A block that is the body of a function does not count as a statement to the compiler.
      if (!ts.isBlock(body) && !ts.isStatement(body))
        return factory.createParenthesizedExpression(factory.createComma(tick(isOfPromise), body));
      const rest = ts.isBlock(body) ? body.statements : [body];
      const statements = [factory.createExpressionStatement(tick(isOfPromise)), ...rest];
      return ts.setTextRange(factory.createBlock(statements, true), body);
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const executor = executorOf(ts, node);
      if (executor !== undefined) executors.add(executor);
      const seen = ts.visitEachChild(node, visit, context);
      const body = bodyToCount(ts, seen);
      if (body === undefined) return seen;
      return ts.visitEachChild(
        seen,
        (child) => (child === body ? withTick(body, executors.has(node)) : child),
        context,
      );
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

/** The function that is given to `new Promise`, where it is written in place. */
function executorOf(ts: typeof TypeScript, node: TypeScript.Node): TypeScript.Node | undefined {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  if (node.expression.text !== "Promise") return undefined;
  return node.arguments?.[0];
}
