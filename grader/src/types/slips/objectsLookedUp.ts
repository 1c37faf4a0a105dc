import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { withoutWrappings } from "./withoutWrappings";

const COLLECTIONS: ReadonlySet<string> = new Set(["Map", "ReadonlyMap", "Set", "ReadonlySet"]);
const LOOK_UPS: ReadonlySet<string> = new Set(["get", "has", "delete"]);
const SEARCHES: ReadonlySet<string> = new Set(["includes", "indexOf", "lastIndexOf"]);

/**
 * Where an object's identity is forgotten: a Map, a Set or a list is asked for an object that has just been made, which it
 * cannot hold; and `fill` puts one and the same collection into all places of a list.
 */
export function objectsLookedUp(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const message = mistakeIn(node, node.expression);
      if (message !== undefined) found.push({ node, message });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function mistakeIn(
    { arguments: [argument], parent }: ts.CallExpression,
    { expression: subject, name: { text: method } }: ts.PropertyAccessExpression,
  ): string | undefined {
    if (argument === undefined) return undefined;
    const value = withoutWrappings(argument);
    const type = checker.getTypeAtLocation(subject);
    const isList = checker.isArrayType(type) || checker.isTupleType(type);
    const looksUp =
      (LOOK_UPS.has(method) && COLLECTIONS.has(type.getSymbol()?.name ?? "")) ||
      (SEARCHES.has(method) && isList);
    if (looksUp && isNew(value)) return NEVER_FOUND;
    // Whoever goes on with `map` puts something else into each place.
    const goesOn = ts.isPropertyAccessExpression(parent);
    return method === "fill" && isList && !goesOn && isEmptyCollection(value) ? ALL_THE_SAME : undefined;
  }
}

/** Whether the expression makes an object. */
function isNew(value: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isNewExpression(value)
  );
}

function isEmptyCollection(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  return ts.isNewExpression(value) && /^(?:Map|Set|Array)$/.test(value.expression.getText());
}

const NEVER_FOUND =
  "This object has just been made, so it is never found: objects are told apart by who they are, not by what is in them. Use a text or a number as the key, such as `${a}/${b}`, or search with find or some.";
const ALL_THE_SAME =
  "All places get one and the same object: what is added in one place is in all of them. Write Array.from({ length: n }, () => []).";
