import ts from "typescript";
import type { FoundInCode } from "./FoundInCode";
import { withoutWrappings } from "./withoutWrappings";

/** Shorter names are in any order often enough: (b, a) for a descending one. */
const SHORTEST = 3;

/**
 * Where an argument has the name of another parameter of the same type: `put(value, key)` for `put(key, value)`. Nothing is
 * said where the parameter of that name gets an argument of its own name.
 */
export function argumentsInWrongPlaces(file: ts.SourceFile, checker: ts.TypeChecker): FoundInCode[] {
  const found: FoundInCode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) lookAt(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;

  function lookAt(call: ts.CallExpression | ts.NewExpression): void {
    const given = (call.arguments ?? []).map(nameOfArgument);
    const names = parametersOf(call).map(({ name }) => name);
    const kinds = (call.arguments ?? []).map((one) => kindOf(checker.getTypeAtLocation(one)));
    for (const [at, name] of given.entries()) {
      const meant = names.indexOf(name);
      if (name.length < SHORTEST || meant < 0 || meant === at || at >= names.length || meant >= given.length)
        continue;
      // Its place is taken by what has another name, and the compiler cannot tell the two apart.
      const areAlike = kinds[at] !== undefined && kinds[at] === kinds[meant];
      if (given[meant] === names[meant] || !areAlike) continue;
      found.push({ node: call.arguments?.[at] ?? call, message: wrongPlace(names, name, names[at] ?? "") });
      return;
    }
  }

  /** Those of a function that the student wrote. */
  function parametersOf(call: ts.CallExpression | ts.NewExpression): { readonly name: string }[] {
    const declaration = checker.getResolvedSignature(call)?.declaration;
    if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) return [];
    return declaration.parameters.map(({ name }) => ({ name: name.getText() }));
  }
}

/** `value` of `value`, `this.value` and `args.value`; of `this.#value` too. */
function nameOfArgument(argument: ts.Expression): string {
  const inner = withoutWrappings(argument);
  if (ts.isIdentifier(inner)) return inner.text;
  return ts.isPropertyAccessExpression(inner) ? inner.name.text.replace(/^#/, "") : "";
}

/** Of what looks alike to the compiler. */
function kindOf({ flags }: ts.Type): "text" | "number" | undefined {
  if (flags & ts.TypeFlags.StringLike) return "text";
  return flags & ts.TypeFlags.NumberLike ? "number" : undefined;
}

function wrongPlace(names: readonly string[], name: string, place: string): string {
  return `The parameters are (${names.join(", ")}), and \`${name}\` is given for \`${place}\`: are the arguments in the wrong order?`;
}
