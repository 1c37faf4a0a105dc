import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";

/** Array methods that call a function for each item and do nothing with what it returns. */
const CALLS_AND_FORGETS = new Set(["forEach"]);
/** Array methods that take what the function returns for a yes or no. */
const ASKS = new Set(["filter", "some", "every", "find", "findIndex", "findLast", "findLastIndex"]);

/**
 * Promises of a file that nobody waits for: a statement that is one, or a list of them, without `await`, `void`, `catch`
 * or a second function for `then`; an asynchronous function for `forEach`, and one for `filter` and its like; a promise that
 * is returned from a `try`, whose `catch` or `finally` then does not wait for it. The rules are typescript-eslint's
 * no-floating-promises and return-await, in few lines: the type check has the program anyway, so it costs students no time.
 */
export function unawaitedPromises(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node))
      for (const promise of loosePromises(node.expression))
        found.push({ node: promise, message: NOBODY_WAITS });
    if (ts.isReturnStatement(node) && node.expression !== undefined) {
      const passed = passedByReturn(node);
      if (passed !== undefined)
        for (const promise of loosePromises(node.expression))
          // Who returns a list of promises lets others wait for them.
          if (isPromise(checker.getTypeAtLocation(promise)))
            found.push({ node: promise, message: DOES_NOT_WAIT[passed] });
    }
    if (ts.isCallExpression(node)) {
      if (callsAsync(node, CALLS_AND_FORGETS)) found.push({ node, message: LOOP_DOES_NOT_WAIT });
      if (callsAsync(node, ASKS)) found.push({ node, message: PROMISE_IS_TRUE });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  /** The parts of a statement's expression that are such promises. */
  function loosePromises(expression: ts.Expression): ts.Node[] {
    const inner = withoutParentheses(expression);
    if (ts.isConditionalExpression(inner))
      return [...loosePromises(inner.whenTrue), ...loosePromises(inner.whenFalse)];
    if (ts.isBinaryExpression(inner)) {
      const { kind } = inner.operatorToken;
      if (kind === ts.SyntaxKind.CommaToken)
        return [...loosePromises(inner.left), ...loosePromises(inner.right)];
      // An assignment keeps the promise; of `a && b()`, the right side may be one.
      return LOGICAL.has(kind) ? loosePromises(inner.right) : [];
    }
    if (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) return [];
    if (isCaught(inner)) return [];
    const type = checker.getTypeAtLocation(inner);
    return isPromise(type) || isListOfPromises(type) ? [inner] : [];
  }

  /** Whether an asynchronous function is given to one of these methods of a list. */
  function callsAsync(
    { expression, arguments: [callback] }: ts.CallExpression,
    methods: ReadonlySet<string>,
  ): boolean {
    if (!ts.isPropertyAccessExpression(expression) || !methods.has(expression.name.text)) return false;
    if (callback === undefined) return false;
    if (methods === ASKS && !checker.isArrayType(checker.getTypeAtLocation(expression.expression)))
      return false;
    const signatures = checker.getTypeAtLocation(callback).getCallSignatures();
    return signatures.some((signature) => isPromise(signature.getReturnType()));
  }

  function isPromise(type: ts.Type): boolean {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return false;
    if (type.isUnion()) return type.types.some(isPromise);
    const then = type.getProperty("then");
    return then !== undefined && checker.getTypeOfSymbol(then).getCallSignatures().length > 0;
  }

  function isListOfPromises(type: ts.Type): boolean {
    if (!checker.isArrayType(type) && !checker.isTupleType(type)) return false;
    const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    return item !== undefined && isPromise(item);
  }
}

const NOBODY_WAITS =
  "Nobody waits for this promise: write `await` in front of it. If it may go on by itself, write `.catch(…)` behind it, or `void` in front of it if it cannot fail.";
const LOOP_DOES_NOT_WAIT =
  "`forEach` does not wait for an asynchronous function: write a `for` loop with `await`, or `await Promise.all(….map(…))`.";
const PROMISE_IS_TRUE =
  "The function is asynchronous, so it returns a promise, and a promise counts as true: `await` the answers first, in a `for` loop or with Promise.all.";

/** Of a promise that is returned as it is: what does not wait for it. */
const DOES_NOT_WAIT: Readonly<Record<"catch" | "finally", string>> = {
  catch:
    "`catch` never sees this promise fail: it is returned before that. Write `return await`, in an `async` function.",
  finally:
    "`finally` does not wait for this promise, and runs at once. Write `return await`, in an `async` function.",
};

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function withoutParentheses(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) ? withoutParentheses(expression.expression) : expression;
}

/** Whether a chain of calls says what is to be done when the promise fails. */
function isCaught(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  const { name, expression: before } = expression.expression;
  if (name.text === "catch") return expression.arguments.length > 0;
  if (name.text === "then" && expression.arguments.length > 1) return true;
  return name.text === "finally" && isCaught(withoutParentheses(before));
}

/** What stands around a `return` in its function and would wait for what is awaited there. */
function passedByReturn(statement: ts.ReturnStatement): "catch" | "finally" | undefined {
  for (
    let node: ts.Node = statement;
    !ts.isFunctionLike(node) && !ts.isSourceFile(node);
    node = node.parent
  ) {
    const { parent } = node;
    if (!ts.isTryStatement(parent)) continue;
    if (node === parent.tryBlock && parent.catchClause !== undefined) return "catch";
    if (node !== parent.finallyBlock && parent.finallyBlock !== undefined) return "finally";
  }
  return undefined;
}
