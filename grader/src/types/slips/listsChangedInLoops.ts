import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";

/** What moves the other items of a list up. */
const TAKES_OUT: ReadonlySet<string> = new Set(["splice", "shift"]);
/** Array methods that call a function for each item. */
const WALKS: ReadonlySet<string> = new Set(["forEach", "map", "filter"]);
/** Iterators that go along with the list. */
const ITERATORS: ReadonlySet<string> = new Set(["entries", "keys", "values"]);

/**
 * Where a loop takes an item out of the list that it walks through: the next item moves up into its place, and the loop
 * goes past it. No mistake is seen where the loop is left afterwards, or its index is set back.
 */
export function listsChangedInLoops(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    const loop = loopOver(node);
    if (loop !== undefined && isList(loop.list)) lookIn(loop.body, loop);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function isList(list: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(list);
    return checker.isArrayType(type) || checker.isTupleType(type);
  }

  function lookIn(node: ts.Node, loop: ListLoop): void {
    // What a function inside does, it does some other time.
    if (ts.isFunctionLike(node) && node !== loop.body) return;
    if (takesOutOf(node, loop.list) && !(loop.canLeave && leavesAfter(node, loop.body)))
      found.push({ node, message: SKIPS });
    ts.forEachChild(node, (child) => {
      lookIn(child, loop);
    });
  }
}

/** A loop that visits each item of a list. */
interface ListLoop {
  readonly list: ts.Expression;
  readonly body: ts.Node;
  /** Whether `break` and `return` end it. */
  readonly canLeave: boolean;
}

function loopOver(node: ts.Node): ListLoop | undefined {
  if (ts.isForOfStatement(node)) {
    const { expression, statement: body } = node;
    return { list: listOfIterator(expression), body, canLeave: true };
  }
  if (ts.isForStatement(node)) {
    const list = listOfCounting(node);
    return list && { list, body: node.statement, canLeave: true };
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: list, name } = node.expression;
  const [callback] = node.arguments;
  if (!WALKS.has(name.text) || callback === undefined || !ts.isFunctionLike(callback)) return undefined;
  return { list, body: callback, canLeave: false };
}

/** The list of `list.entries()`; of anything else, itself. */
function listOfIterator(expression: ts.Expression): ts.Expression {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression))
    return expression;
  return ITERATORS.has(expression.expression.name.text) ? expression.expression.expression : expression;
}

/** The list of `for (let i = 0; i < list.length; i++)`, unless the loop's body sets `i` as well. */
function listOfCounting({ condition, incrementor, statement }: ts.ForStatement): ts.Expression | undefined {
  if (condition === undefined || !ts.isBinaryExpression(condition)) return undefined;
  const { left, right } = condition;
  if (!ts.isIdentifier(left) || !ts.isPropertyAccessExpression(right) || right.name.text !== "length")
    return undefined;
  const counts = incrementor !== undefined && setsVariable(incrementor, left.text);
  return counts && !setsVariable(statement, left.text) ? right.expression : undefined;
}

/** Whether something assigns to a variable, or counts it up or down. */
function setsVariable(node: ts.Node, name: string): boolean {
  const isIt = (one: ts.Node): boolean => ts.isIdentifier(one) && one.text === name;
  if ((ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) && isIt(node.operand))
    return true;
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind) && isIt(node.left)) return true;
  return ts.forEachChild(node, (child) => setsVariable(child, name) || undefined) === true;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Whether this is a call that takes items out of that list, as it is written there. */
function takesOutOf(node: ts.Node, list: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  if (!TAKES_OUT.has(name.text) || expression.getText() !== list.getText()) return false;
  const [, howMany] = node.arguments;
  return howMany === undefined || howMany.getText() !== "0";
}

/** Whether the statements behind it, on the way out to the loop, end with leaving. */
function leavesAfter(node: ts.Node, body: ts.Node): boolean {
  for (let at = node; at !== body; at = at.parent) {
    if (isLeaving(at)) return true;
    if (
      ts.isBlock(at.parent) &&
      at.parent.statements.slice(at.parent.statements.indexOf(at as ts.Statement)).some(isLeaving)
    )
      return true;
  }
  return false;
}

function isLeaving(node: ts.Node): boolean {
  if (ts.isContinueStatement(node)) return node.label !== undefined;
  return ts.isBreakStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node);
}

const SKIPS =
  "The loop walks through this list while an item is taken out of it: the next item moves up, and the loop skips it. Walk through a copy, as in [...list], or keep what stays with filter.";
