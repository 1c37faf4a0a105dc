import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { declarationOf, firstValueOf } from "./typeBehind";
import { withoutWrappings } from "./withoutWrappings";

const ORDERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);
const TO_TEXT: ReadonlySet<string> = new Set(["toString", "toFixed"]);
const SORTS: ReadonlySet<string> = new Set(["sort", "toSorted"]);
/** Through so many variables and functions a text is followed. */
const DEEPEST = 3;

/**
 * Where numbers are ordered as texts, so that 10 comes before 9: `sort` without a function, and `<`, `>` and `localeCompare`
 * between texts that were numbers. A comparison that only breaks ties, behind `||`, may be as it is.
 */
export function numbersTakenForTexts(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && ORDERS.has(node.operatorToken.kind)) {
      if (areTextsOfNumbers(node.left, node.right)) found.push({ node, message: COMPARED });
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: subject, name } = node.expression;
      const [other] = node.arguments;
      if (SORTS.has(name.text) && other === undefined && isListOfNumbers(subject) && !isMadeOneText(node))
        found.push({ node: name, message: SORTED });
      if (name.text === "localeCompare" && other !== undefined && node.arguments.length === 1)
        if (areTextsOfNumbers(subject, other)) found.push({ node, message: COMPARED });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function areTextsOfNumbers(left: ts.Expression, right: ts.Expression): boolean {
    if (breaksTies(left.parent) || !isText(left) || !isText(right)) return false;
    return beginsWithNumber(left, DEEPEST) || beginsWithNumber(right, DEEPEST);
  }

  function isText(expression: ts.Expression): boolean {
    return (checker.getTypeAtLocation(expression).flags & ts.TypeFlags.StringLike) !== 0;
  }

  function isNumber(expression: ts.Expression): boolean {
    return isNumeric(checker.getTypeAtLocation(expression)) && !isTimeOfDay(expression);
  }

  /** Whether a text is a number, or begins with one. */
  function beginsWithNumber(expression: ts.Expression, depth: number): boolean {
    const text = withoutWrappings(expression);
    if (ts.isTemplateExpression(text)) {
      const [first] = text.templateSpans;
      return first !== undefined && (isNumber(first.expression) || beginsWithNumber(first.expression, depth));
    }
    if (ts.isBinaryExpression(text) && text.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return isNumber(text.left) || beginsWithNumber(text.left, depth);
    if (depth === 0) return false;
    if (ts.isCallExpression(text)) return callGivesNumber(text, depth - 1);
    const value = ts.isIdentifier(text) ? valueOfName(text) : undefined;
    return value !== undefined && beginsWithNumber(value, depth - 1);
  }

  /** String(n), n.toString(), and a function of the student's that returns such a text. */
  function callGivesNumber({ expression, arguments: [first] }: ts.CallExpression, depth: number): boolean {
    if (ts.isIdentifier(expression) && expression.text === "String")
      return first !== undefined && isNumber(first);
    if (ts.isPropertyAccessExpression(expression) && TO_TEXT.has(expression.name.text))
      return isNumber(expression.expression);
    let declaration: ts.Node | undefined = declarationOf(expression, checker);
    if (declaration && ts.isVariableDeclaration(declaration)) declaration = declaration.initializer;
    if (declaration === undefined || !ts.isFunctionLike(declaration) || !("body" in declaration))
      return false;
    const returned = returnedBy(declaration.body);
    return returned.length > 0 && returned.every((one) => beginsWithNumber(one, depth));
  }

  /** What a constant stands for: `a` of `const a = …`, and of `const [a, b] = [… , …]`. */
  function valueOfName(name: ts.Identifier): ts.Expression | undefined {
    const declaration = declarationOf(name, checker);
    if (declaration === undefined || !ts.isBindingElement(declaration)) return firstValueOf(name, checker);
    const { parent } = declaration;
    const whole = ts.isVariableDeclaration(parent.parent) ? parent.parent.initializer : undefined;
    if (!ts.isArrayBindingPattern(parent) || whole === undefined) return undefined;
    const list = withoutWrappings(whole);
    return ts.isArrayLiteralExpression(list)
      ? list.elements[parent.elements.indexOf(declaration)]
      : undefined;
  }

  /** Whether `sort` has to order numbers, or lists that begin with one. */
  function isListOfNumbers(list: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(list);
    if (!checker.isArrayType(type) && !checker.isTupleType(type)) return false;
    const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (item === undefined) return false;
    if (!checker.isTupleType(item)) return isNumeric(item);
    const [first] = checker.getTypeArguments(item as ts.TypeReference);
    return first !== undefined && isNumeric(first);
  }
}

function isNumeric(type: ts.Type): boolean {
  const numeric = ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;
  return type.isUnion() ? type.types.every(isNumeric) : (type.flags & numeric) !== 0;
}

/** A time of today has as many digits as any other. */
function isTimeOfDay(number: ts.Expression): boolean {
  return /\bDate\b|\bgetTime\b/.test(number.getText());
}

/** Whether the order decides only among what is equal otherwise. */
function breaksTies(comparison: ts.Node): boolean {
  for (let at = comparison; ts.isExpression(at); at = at.parent)
    if (
      ts.isBinaryExpression(at.parent) &&
      at.parent.right === at &&
      (at.parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
        at.parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    )
      return true;
  return false;
}

/** Whether a sorted list only becomes one text, to see whether two are equal: any order will do. */
function isMadeOneText(sorted: ts.CallExpression): boolean {
  const { parent } = sorted;
  if (ts.isPropertyAccessExpression(parent)) return /^(?:join|toString)$/.test(parent.name.text);
  return (
    (ts.isCallExpression(parent) && /^(?:JSON\.stringify|String)$/.test(parent.expression.getText())) ||
    ts.isTemplateSpan(parent)
  );
}

function returnedBy(body: ts.Node | undefined): ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return ts.isExpression(body) ? [body] : [];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

const COMPARED =
  'Numbers are compared as texts here, and "10" comes before "9": compare the numbers themselves, one after the other, as in a.time - b.time || a.id - b.id.';
const SORTED =
  "Without a function, `sort` compares texts: 10 comes before 9. Write .sort((a, b) => a - b), or compare the parts that are numbers.";
