import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { declarationOf, firstValueOf } from "./typeBehind";
import { withoutWrappings } from "./withoutWrappings";

/** What makes an identity. */
const MAKES_ID = /\b(?:randomUUID|randomBytes|random|now)\(/;

/**
 * Where objects of a class share an identity that their module drew once, and each counts for itself: two of them on one
 * machine send the same pair, and whoever remembers pairs takes one's request for the other's. Nothing is said where anything else
 * of the object goes with the pair.
 */
export function sharedIdentities(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const values = node.properties.map(valueOf);
      const shared = values.filter((value) => value !== undefined && isOfModule(value, 2));
      const [identity, second] = shared;
      const others = values.filter((value) => value !== undefined && !shared.includes(value));
      const isPair = others.some((value) => countsOwn(value)) && others.every((value) => !isOwn(value));
      if (identity !== undefined && second === undefined && isPair)
        found.push({ node: identity, message: SHARED });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  /** Whether a value is what the module drew when it was loaded: a constant at its top, or a field that holds it. */
  function isOfModule(value: ts.Expression, depth: number): boolean {
    const declaration = declarationOf(value, checker);
    const first = firstValueOf(value, checker);
    if (declaration === undefined || first === undefined) return false;
    if (isAtTop(declaration)) return ts.isCallExpression(first) && MAKES_ID.test(first.getText());
    return depth > 0 && ts.isIdentifier(first) && isOfModule(first, depth - 1);
  }
}

function isAtTop({ parent }: ts.Declaration): boolean {
  return (
    ts.isVariableDeclarationList(parent) &&
    ts.isVariableStatement(parent.parent) &&
    ts.isSourceFile(parent.parent.parent)
  );
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return withoutWrappings(property.initializer);
  if (ts.isSpreadAssignment(property)) return withoutWrappings(property.expression);
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** `++this.seq` and `this.seq++`. */
function countsOwn(value: ts.Expression | undefined): boolean {
  return (
    value !== undefined &&
    (ts.isPrefixUnaryExpression(value) || ts.isPostfixUnaryExpression(value)) &&
    value.getText().includes("this.")
  );
}

/** Whether a value is a part of the object, and not its count. */
function isOwn(value: ts.Expression | undefined): boolean {
  return value !== undefined && !countsOwn(value) && value.getText().includes("this.");
}

const SHARED =
  "All objects of this class on one machine share this identity, since the module draws it once, and each of them counts for itself: two send the same pair. Draw it in the constructor, or as a field's first value.";
