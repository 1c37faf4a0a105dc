import ts from "typescript";
import { withoutWrappings } from "./withoutWrappings";

/**
 * The type of an expression, also where the code hides it: behind `as object`, and behind a variable or a field that is
 * declared as object, unknown or any and begins with a value.
 */
export function typeBehind(expression: ts.Expression, checker: ts.TypeChecker): ts.Type {
  const inner = withoutWrappings(expression);
  const own = checker.getTypeAtLocation(inner);
  if (!saysNothing(own)) return own;
  const first = firstValueOf(inner, checker);
  if (first !== undefined) return checker.getTypeAtLocation(withoutWrappings(first));
  return checker.getTypeAtLocation(expression);
}

/** What a variable or a field is declared with. */
export function firstValueOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const declaration = declarationOf(expression, checker);
  if (declaration === undefined) return undefined;
  return ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)
    ? declaration.initializer
    : undefined;
}

/** Where a variable, a field or a function is declared. */
export function declarationOf(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ts.Declaration | undefined {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  // Of `{ a }`, the name is the property's as well.
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return symbol?.valueDeclaration;
}

function saysNothing(type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return true;
  return (type.flags & ts.TypeFlags.Object) !== 0 && type.getSymbol()?.name === "Object";
}
