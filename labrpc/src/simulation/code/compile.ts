import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type * as TypeScript from "typescript";
import { SEE_PRIVATES } from "../../realm/state/PrivateFields";
import { countTicks } from "./countTicks";
import { refuseImportForms } from "./refuseImportForms";
import { seePrivates } from "./seePrivates";
import type { SyntaxProblem } from "./SyntaxProblem";

/** A file of TypeScript, compiled. */
export interface Compiled {
  readonly js: string;
  /** Source map, version 3, as JSON text. */
  readonly map: string;
  readonly errors: readonly SyntaxProblem[];
  /** Set when its classes tell their private fields: what they call; see `seePrivates`. */
  readonly tellsPrivates?: string;
  /** Set when the compiler ran out of stack. */
  readonly isCutShort?: true;
}

/** Changes whenever the way of compiling does, so that old cache entries are not used. */
const VERSION = "4";
/** The same for files whose classes tell their private fields. */
const TELLING = "tells privates 2";
const CACHE = resolve(__dirname, "../../../../node_modules/.cache/labrpc");

/**
 * Compiles one file without looking at types. Results are cached on disk by content, since loading the
 * compiler takes longer than a whole test.
 *
 * @param counted whether each loop round and function call is to call `$tick()`, which finds endless loops
 * @param telling whether its classes are to tell their private fields; see `seePrivates`. Of code that is counted only
 */
export function compile(file: string, source: string, counted: boolean, telling = false): Compiled {
  const isTelling = hasToTell(source, counted, telling);
  const entry = cacheEntryOf(source, counted, isTelling);
  try {
    return JSON.parse(readFileSync(entry, "utf8")) as Compiled;
  } catch {
    // Not cached, or not readable: compile.
  }
  const compiled = transpileTypeScript(file, source, counted, isTelling);
  // It may have run out of stack for no fault of the text: whoever asks may stand deep in a recursion.
  if (compiled.isCutShort === true) return compiled;
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

/** Whether `compile` finds a file of that text in the cache, and needs no compiler. */
export function isCompiled(source: string, counted: boolean, telling = false): boolean {
  return existsSync(cacheEntryOf(source, counted, hasToTell(source, counted, telling)));
}

/** Without a private name there is nothing to tell, and the file is compiled already. */
function hasToTell(source: string, counted: boolean, telling: boolean): boolean {
  return telling && counted && /#[\p{ID_Start}$_]/u.test(source);
}

function cacheEntryOf(source: string, counted: boolean, isTelling: boolean): string {
  const version = isTelling ? `${VERSION} ${TELLING}` : VERSION;
  const key = createHash("sha256")
    .update(`${version} ${String(counted)} ${process.version}\n${source}`)
    .digest("hex");
  return join(CACHE, `${key.slice(0, 32)}.json`);
}

/** A source map as a comment at the end of a script; "" when there is no map. */
export function inlineMap(map: string): string {
  if (map === "") return "";
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`;
}

function transpileTypeScript(file: string, source: string, counted: boolean, telling: boolean): Compiled {
  try {
    return transpileParsedTypeScript(file, source, counted, telling);
  } catch (error) {
    // The compiler is recursive, and code may be nested more deeply than its stack goes.
    if (!(error instanceof RangeError)) throw error;
    const message = "The code is nested too deeply for the compiler.";
    return { js: "", map: "", errors: [{ message, line: 1, column: 1 }], isCutShort: true };
  }
}

function transpileParsedTypeScript(
  file: string,
  source: string,
  counted: boolean,
  isTelling: boolean,
): Compiled {
  // Loaded here and not above: with a warm cache the compiler is never needed.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const ts = require("typescript") as typeof TypeScript;
  const refused: SyntaxProblem[] = [];
  const telling: string[] = [];
  const see = `${SEE_PRIVATES}${createHash("sha256").update(source).digest("hex")}`;
  const tell = seePrivates(ts, see, telling);
  // What is added last counts no rounds.
  const forStudents = [refuseImportForms(ts, refused), countTicks(ts), ...(isTelling ? [tell] : [])];
  const output = ts.transpileModule(source, {
    // The compiler makes nothing of a file of declarations, and fails; the text decides, as it does in the cache.
    fileName: file.replace(/\.d\.(?=(?:[^./\\]+\.)?ts$)/, "."),
    reportDiagnostics: true,
    ...(counted ? { transformers: { before: forStudents } } : {}),
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
  const map = output.sourceMapText ?? "";
  return {
    js,
    map,
    errors: [...errors, ...refused],
    ...(telling.length > 0 ? { tellsPrivates: see } : {}),
  };
}
