import type * as TypeScript from "typescript";

/** Puts `$tick()` first in each loop body and function body. */
export function countTicks(ts: typeof TypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const call = (): TypeScript.Expression =>
      factory.createCallExpression(factory.createIdentifier("$tick"), undefined, []);
    const intoBlock = (body: TypeScript.Statement): TypeScript.Block => {
      const tick = factory.createExpressionStatement(call());
      const rest = ts.isBlock(body) ? body.statements : [body];
      return ts.setTextRange(factory.createBlock([tick, ...rest], true), body);
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (ts.isForStatement(seen)) {
        return factory.updateForStatement(
          seen,
          seen.initializer,
          seen.condition,
          seen.incrementor,
          intoBlock(seen.statement),
        );
      }
      if (ts.isForOfStatement(seen)) {
        return factory.updateForOfStatement(
          seen,
          seen.awaitModifier,
          seen.initializer,
          seen.expression,
          intoBlock(seen.statement),
        );
      }
      if (ts.isForInStatement(seen)) {
        return factory.updateForInStatement(
          seen,
          seen.initializer,
          seen.expression,
          intoBlock(seen.statement),
        );
      }
      if (ts.isWhileStatement(seen))
        return factory.updateWhileStatement(seen, seen.expression, intoBlock(seen.statement));
      if (ts.isDoStatement(seen))
        return factory.updateDoStatement(seen, intoBlock(seen.statement), seen.expression);
      if (ts.isArrowFunction(seen)) {
        const body = ts.isBlock(seen.body)
          ? intoBlock(seen.body)
          : factory.createParenthesizedExpression(factory.createComma(call(), seen.body));
        return factory.updateArrowFunction(
          seen,
          seen.modifiers,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          seen.equalsGreaterThanToken,
          body,
        );
      }
      if (ts.isFunctionDeclaration(seen) && seen.body !== undefined) {
        return factory.updateFunctionDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isFunctionExpression(seen)) {
        return factory.updateFunctionExpression(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isMethodDeclaration(seen) && seen.body !== undefined) {
        return factory.updateMethodDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.questionToken,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isConstructorDeclaration(seen) && seen.body !== undefined)
        return factory.updateConstructorDeclaration(
          seen,
          seen.modifiers,
          seen.parameters,
          intoBlock(seen.body),
        );
      if (ts.isGetAccessorDeclaration(seen) && seen.body !== undefined) {
        return factory.updateGetAccessorDeclaration(
          seen,
          seen.modifiers,
          seen.name,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isSetAccessorDeclaration(seen) && seen.body !== undefined) {
        return factory.updateSetAccessorDeclaration(
          seen,
          seen.modifiers,
          seen.name,
          seen.parameters,
          intoBlock(seen.body),
        );
      }
      return seen;
    };
    return (file) => ts.visitNode(file, visit) as TypeScript.SourceFile;
  };
}
