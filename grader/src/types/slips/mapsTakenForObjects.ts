import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { typeBehind } from "./typeBehind";

/** So deep an object is looked through for a Map. */
const DEEPEST = 3;
const COLLECTIONS: ReadonlySet<string> = new Set(["Map", "ReadonlyMap", "Set", "ReadonlySet"]);
const OWN_PROPERTIES: ReadonlySet<string> = new Set(["keys", "values", "entries"]);

/**
 * Where a Map or a Set is taken for an object with properties. It has none, so `JSON.stringify` writes `{}`, a spread copies nothing,
 * `Object.keys` is empty and `for … in` walks nowhere; over a list, `for … in` gives the indices as texts. The compiler
 * has nothing against any of it.
 */
export function mapsTakenForObjects(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    const message = mistakeIn(node);
    if (message !== undefined) found.push({ node, message });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function mistakeIn(node: ts.Node): string | undefined {
    if (ts.isForInStatement(node)) return mistakeOfForIn(typeBehind(node.expression, checker));
    if (ts.isSpreadAssignment(node)) {
      const name = collectionName(typeBehind(node.expression, checker));
      return name && `A ${name} has no properties, so this copies nothing: write new ${name}(…).`;
    }
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
    const { expression, name } = node.expression;
    const [value, replacer] = node.arguments;
    if (value === undefined || !ts.isIdentifier(expression)) return undefined;
    if (expression.text === "JSON" && name.text === "stringify" && isNothing(replacer)) {
      const inside = collectionIn(typeBehind(value, checker), 0);
      return inside && jsonMistake(inside);
    }
    if (expression.text !== "Object" || !OWN_PROPERTIES.has(name.text)) return undefined;
    const collection = collectionName(typeBehind(value, checker));
    return (
      collection &&
      `A ${collection} has no properties, so this is always empty: write [...${collection === "Map" ? "map" : "set"}.${name.text}()].`
    );
  }

  function mistakeOfForIn(type: ts.Type): string | undefined {
    const name = collectionName(type);
    if (name !== undefined)
      return `A ${name} has no properties, so this loop does nothing: write for (… of …).`;
    if (!checker.isArrayType(type) && !checker.isTupleType(type)) return undefined;
    return '`for … in` goes through the indices, and they are texts: "0" + 1 is "01". Write for (… of …), or for (… of ….entries()).';
  }

  /** The Map or Set that a value is, or has somewhere in it. */
  function collectionIn(type: ts.Type, depth: number): string | undefined {
    if (type.isUnionOrIntersection()) return firstOf(type.types, (one) => collectionIn(one, depth));
    const own = collectionName(type);
    if (own !== undefined) return own;
    if (depth === DEEPEST || (type.flags & ts.TypeFlags.Object) === 0) return undefined;
    // What says itself how it is written is no concern of ours.
    if (type.getProperty("toJSON") !== undefined || type.getCallSignatures().length > 0) return undefined;
    const item = checker.isArrayType(type) && checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (item) return collectionIn(item, depth + 1);
    const value = type.getStringIndexType();
    const parts = checker
      .getPropertiesOfType(type)
      .filter(isWritten)
      .map((part) => checker.getTypeOfSymbol(part));
    return firstOf(value === undefined ? parts : [value, ...parts], (one) => collectionIn(one, depth + 1));
  }
}

function firstOf<T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "Map" or "Set"; undefined for all else. */
function collectionName(type: ts.Type): string | undefined {
  const name = type.getSymbol()?.name ?? "";
  return COLLECTIONS.has(name) && type.getProperty("size") !== undefined
    ? name.replace("Readonly", "")
    : undefined;
}

/** JSON takes what is public at run time: all but methods and fields with `#`. */
function isWritten({ name, flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Method) === 0 && !name.startsWith("#");
}

function isNothing(argument: ts.Expression | undefined): boolean {
  if (argument === undefined || argument.kind === ts.SyntaxKind.NullKeyword) return true;
  return ts.isIdentifier(argument) && argument.text === "undefined";
}

function jsonMistake(name: string): string {
  const instead = name === "Map" ? "Object.fromEntries(map), or [...map]" : "[...set]";
  return `In JSON, a ${name} is {}: what it holds is lost. Write ${instead}.`;
}
