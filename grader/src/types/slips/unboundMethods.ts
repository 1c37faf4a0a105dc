import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { declarationOf } from "./typeBehind";
import { withoutWrappings } from "./withoutWrappings";

/** What a function is called with that is to be `this`: `forEach(this.one, this)`. */
const THIS = ts.SyntaxKind.ThisKeyword;

/**
 * Where a method that needs `this` is handed on without its object: whoever calls it does not know whose it was, so
 * `this` is undefined then. Nothing is said where the object is handed on as well, or the method is bound.
 */
export function unboundMethods(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const given = (node.arguments ?? []).map(withoutWrappings);
      if (!given.some(({ kind }) => kind === THIS))
        for (const one of given)
          if (ts.isPropertyAccessExpression(one) && needsThis(one))
            found.push({ node: one, message: LOST(one) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function needsThis(method: ts.PropertyAccessExpression): boolean {
    const declaration = declarationOf(method, checker);
    return (
      declaration !== undefined &&
      ts.isMethodDeclaration(declaration) &&
      !isStatic(declaration) &&
      ts.isClassLike(declaration.parent) &&
      !isBoundIn(declaration.parent, method.name.text) &&
      saysThis(declaration.body)
    );
  }
}

function isStatic({
  modifiers = [],
}: {
  readonly modifiers?: readonly ts.ModifierLike[] | undefined;
}): boolean {
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
}

/** Whether the class gives itself a bound one: `this.run = this.run.bind(this)`. */
function isBoundIn(owner: ts.ClassLikeDeclaration, name: string): boolean {
  return owner.getText().includes(`this.${name} = `);
}

/** Whether `this` stands in a method: in its arrow functions too, but not in other functions. */
function saysThis(node: ts.Node | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === THIS) return true;
  if (ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => saysThis(child) || undefined) === true;
}

const LOST = (method: ts.Expression): string => {
  const text = method.getText();
  return `The method is handed on without its object: when it is called, \`this\` is undefined. Write (x) => ${text}(x).`;
};
