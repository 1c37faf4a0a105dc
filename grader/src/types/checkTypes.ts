import { join, relative } from "node:path";
import ts from "typescript";
import { nearestName } from "toolkit/cli/nearestName";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { compilerWorld, type CompilerWorld } from "./compilerWorld";
import { filesReachedByTypeCheck } from "./filesReachedByTypeCheck";
import { argumentsInWrongPlaces } from "./slips/argumentsInWrongPlaces";
import type { FoundInCode } from "./slips/FoundInCode";
import { listsChangedInLoops } from "./slips/listsChangedInLoops";
import { mapsTakenForObjects } from "./slips/mapsTakenForObjects";
import { numbersTakenForTexts } from "./slips/numbersTakenForTexts";
import { objectsLookedUp } from "./slips/objectsLookedUp";
import type { SlipCode, TypeCheckRequest, TypeProblem, TypeProblems } from "./TypeCheck";
import { sharedIdentities } from "./slips/sharedIdentities";
import { unawaitedPromises } from "./slips/unawaitedPromises";
import { unboundMethods } from "./slips/unboundMethods";

/** What looks for mistakes that the compiler has nothing against. */
const SLIPS: Readonly<
  Record<SlipCode, (file: ts.SourceFile, checker: ts.TypeChecker) => readonly FoundInCode[]>
> = {
  await: unawaitedPromises,
  map: mapsTakenForObjects,
  loop: listsChangedInLoops,
  text: numbersTakenForTexts,
  object: objectsLookedUp,
  this: unboundMethods,
  order: argumentsInWrongPlaces,
  shared: sharedIdentities,
};

/** Findings that are advice, not errors of type, while a student is in the middle of the work. */
const ADVICE = { noUnusedLocals: false, noUnusedParameters: false };

/** Errors that are listed; the others are counted. More than a report shows, which leaves out some kinds. */
export const MOST_TYPE_ERRORS = 200;
/** Characters of a message: enough for a report to see that it was longer. */
export const MOST_TYPE_ERROR_CHARACTERS = 4_000;

/**
 * Checks the types of the student's files with the kit's own tsconfig.json, and finds slips that the compiler has nothing
 * against: it has the program anyway, so they cost students no time. The compiler sees nothing but what `compilerWorld`
 * has.
 */
export function checkTypes(request: TypeCheckRequest): TypeProblems {
  const world = compilerWorld(request);
  const { submission, student } = request;
  const files = filesReachedByTypeCheck(submission, student).map((file) =>
    world.pathOf(relative(submission, file)),
  );
  const program = ts.createProgram(
    files,
    { ...kitCompilerOptions(), ...ADVICE, ...world.places },
    world.host,
  );
  const own = program.getSourceFiles().filter(({ fileName }) => world.studentFile(fileName) !== undefined);
  const diagnostics = own
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map((diagnostic) => ({ ...diagnostic, code: `TS${String(diagnostic.code)}` }));
  const checker = program.getTypeChecker();
  const slips = own.flatMap((file) =>
    Object.entries(SLIPS).flatMap(([code, find]) =>
      find(file, checker).map(({ node, message: messageText }) => ({
        file,
        start: node.getStart(file),
        code,
        messageText,
      })),
    ),
  );
  const errors: readonly FoundProblem[] = [...diagnostics, ...slips.filter(isFirstOfLine)];
  return {
    errors: errors.slice(0, MOST_TYPE_ERRORS).map((found) => typeProblemOf(world, found)),
    more: Math.max(0, errors.length - MOST_TYPE_ERRORS),
  };
}

/** Of a slip that a line makes twice, the first tells all. */
function isFirstOfLine(slip: FoundSlip, index: number, all: readonly FoundSlip[]): boolean {
  const lineOf = ({ file, start }: FoundSlip): number => file.getLineAndCharacterOfPosition(start).line;
  return !all
    .slice(0, index)
    .some(
      (one) => one.file === slip.file && one.messageText === slip.messageText && lineOf(one) === lineOf(slip),
    );
}

interface FoundSlip {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly messageText: string;
}

/** The kit's own settings, without the places that they name. */
function kitCompilerOptions(): ts.CompilerOptions {
  const config = join(KIT_ROOT, "tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    { ...ts.sys, readDirectory: () => [] },
    KIT_ROOT,
  );
  for (const place of ["rootDir", "rootDirs", "baseUrl", "configFilePath"])
    Reflect.deleteProperty(options, place);
  return { ...options, noEmit: true, types: ["node"], skipLibCheck: true };
}

/** The compiler's code for an import of what is not there. */
const NO_SUCH_MODULE = "TS2307";

/** " Did you mean 'labrpc'?" of an import with a slip of the pen, or "". */
function moduleMeant(message: string, modules: readonly string[]): string {
  const [, name = ""] = /^Cannot find module '([^']*)'/.exec(message) ?? [];
  const [, meant] = /did you mean (.*)\?\)$/.exec(nearestName(name, modules)) ?? [];
  return meant === undefined ? "" : ` Did you mean '${meant}'?`;
}

/** The compiler's code for a question that stands beside an error. */
const FORGOT_AWAIT = 2773;

/** " Did you forget to use 'await'?" where the compiler asks so, or "". */
function awaitMeant(related: FoundProblem["relatedInformation"]): string {
  const asked = related?.find(({ code }) => code === FORGOT_AWAIT);
  return asked === undefined ? "" : ` ${ts.flattenDiagnosticMessageText(asked.messageText, " ")}`;
}

type FoundProblem = Pick<ts.Diagnostic, "file" | "start" | "messageText" | "relatedInformation"> & {
  readonly code: string;
};

function typeProblemOf(
  world: CompilerWorld,
  { file, start, code, messageText, relatedInformation }: FoundProblem,
): TypeProblem {
  const at = file?.getLineAndCharacterOfPosition(start ?? 0) ?? { line: 0, character: 0 };
  const said = world.cleaned(ts.flattenDiagnosticMessageText(messageText, "\n"));
  const meant = code === NO_SUCH_MODULE ? moduleMeant(said, world.modules) : awaitMeant(relatedInformation);
  const message = `${said}${meant}`;
  return {
    file: (file && world.studentFile(file.fileName)) ?? "",
    line: at.line + 1,
    column: at.character + 1,
    code,
    message:
      message.length > MOST_TYPE_ERROR_CHARACTERS
        ? `${message.slice(0, MOST_TYPE_ERROR_CHARACTERS)}…`
        : message,
  };
}
