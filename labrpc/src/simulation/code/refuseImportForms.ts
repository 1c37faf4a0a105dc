import type * as TypeScript from "typescript";
import type { SyntaxProblem } from "./SyntaxProblem";

/**
 * Finds `import.meta`, `import.defer(…)` and `import.source(…)`. The compiler makes `require` of all other imports and
 * leaves these as they are; the engine would then look for modules by itself, past the kit.
 */
export function refuseImportForms(
  ts: typeof TypeScript,
  refused: SyntaxProblem[],
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => {
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
        const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
        const message = `import.${node.name.text} is not available to a node of this lab; use import`;
        refused.push({ message, line: line + 1, column: character + 1 });
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitNode(file, visit) as TypeScript.SourceFile;
  };
}
