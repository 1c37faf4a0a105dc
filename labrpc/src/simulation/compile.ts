import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type * as TypeScript from "typescript";

/** A file of TypeScript, compiled. */
export interface Compiled {
  readonly js: string;
  /** Source map, version 3, as JSON text. */
  readonly map: string;
  readonly errors: readonly SyntaxProblem[];
}

/** Why a file does not parse. Line and column count from 1. */
export interface SyntaxProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Changes whenever the way of compiling does, so that old cache entries are not used. */
const VERSION = "1";
const CACHE = resolve(__dirname, "../../../node_modules/.cache/labrpc");

/**
 * Compiles one file without looking at types. Results are cached on disk by content, since loading the
 * compiler takes longer than a whole test.
 *
 * @param counted whether each loop round and function call is to call `$tick()`, which finds endless loops
 */
export function compile(file: string, source: string, counted: boolean): Compiled {
  const key = createHash("sha256")
    .update(`${VERSION} ${String(counted)} ${process.version}\n${source}`)
    .digest("hex");
  const entry = join(CACHE, `${key.slice(0, 32)}.json`);
  try {
    return JSON.parse(readFileSync(entry, "utf8")) as Compiled;
  } catch {
    // Not cached, or not readable: compile.
  }
  const compiled = transpile(file, source, counted);
  try {
    mkdirSync(CACHE, { recursive: true });
    const unfinished = `${entry}.${String(process.pid)}`;
    writeFileSync(unfinished, JSON.stringify(compiled));
    renameSync(unfinished, entry);
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
  return compiled;
}

/** A source map as a comment at the end of a script; "" when there is no map. */
export function inlineMap(map: string): string {
  if (map === "") return "";
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`;
}

function transpile(file: string, source: string, counted: boolean): Compiled {
  // Loaded here and not above: with a warm cache the compiler is never needed.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const ts = require("typescript") as typeof TypeScript;
  const output = ts.transpileModule(source, {
    fileName: file,
    reportDiagnostics: true,
    ...(counted ? { transformers: { before: [countTicks(ts)] } } : {}),
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2023,
      esModuleInterop: true,
      sourceMap: true,
      alwaysStrict: true,
    },
  });
  const errors = (output.diagnostics ?? [])
    .filter((problem) => problem.category === ts.DiagnosticCategory.Error)
    .map((problem) => {
      const at = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0) ?? { line: 0, character: 0 };
      const message = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
      return { message, line: at.line + 1, column: at.character + 1 };
    });
  const js = output.outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  return { js, map: output.sourceMapText ?? "", errors };
}

/** Puts `$tick()` first in each loop body and function body. */
function countTicks(ts: typeof TypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const call = (): TypeScript.Expression =>
      factory.createCallExpression(factory.createIdentifier("$tick"), undefined, []);
    const intoBlock = (body: TypeScript.Statement): TypeScript.Block => {
      const tick = factory.createExpressionStatement(call());
      const rest = ts.isBlock(body) ? body.statements : [body];
      return ts.setTextRange(factory.createBlock([tick, ...rest], true), body);
    };
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (ts.isForStatement(seen)) {
        return factory.updateForStatement(
          seen,
          seen.initializer,
          seen.condition,
          seen.incrementor,
          intoBlock(seen.statement),
        );
      }
      if (ts.isForOfStatement(seen)) {
        return factory.updateForOfStatement(
          seen,
          seen.awaitModifier,
          seen.initializer,
          seen.expression,
          intoBlock(seen.statement),
        );
      }
      if (ts.isForInStatement(seen)) {
        return factory.updateForInStatement(
          seen,
          seen.initializer,
          seen.expression,
          intoBlock(seen.statement),
        );
      }
      if (ts.isWhileStatement(seen))
        return factory.updateWhileStatement(seen, seen.expression, intoBlock(seen.statement));
      if (ts.isDoStatement(seen))
        return factory.updateDoStatement(seen, intoBlock(seen.statement), seen.expression);
      if (ts.isArrowFunction(seen)) {
        const body = ts.isBlock(seen.body)
          ? intoBlock(seen.body)
          : factory.createParenthesizedExpression(factory.createComma(call(), seen.body));
        return factory.updateArrowFunction(
          seen,
          seen.modifiers,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          seen.equalsGreaterThanToken,
          body,
        );
      }
      if (ts.isFunctionDeclaration(seen) && seen.body !== undefined) {
        return factory.updateFunctionDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isFunctionExpression(seen)) {
        return factory.updateFunctionExpression(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      if (ts.isMethodDeclaration(seen) && seen.body !== undefined) {
        return factory.updateMethodDeclaration(
          seen,
          seen.modifiers,
          seen.asteriskToken,
          seen.name,
          seen.questionToken,
          seen.typeParameters,
          seen.parameters,
          seen.type,
          intoBlock(seen.body),
        );
      }
      return seen;
    };
    return (file) => ts.visitNode(file, visit) as TypeScript.SourceFile;
  };
}
