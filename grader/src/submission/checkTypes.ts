import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { isWithin } from "../isWithin";
import { KIT_ROOT } from "../kitRoot";
import { reachableFiles } from "./reachableFiles";
import { beginning } from "../run/studentText";
import type { TypeCheckRequest, TypeProblem, TypeProblems } from "./TypeCheck";

/** Findings that are advice, not errors of type, while a student is in the middle of the work. */
const ADVICE = { noUnusedLocals: false, noUnusedParameters: false };

/** Errors that are listed; the others are counted. More than a report shows, which leaves out some kinds. */
const MOST_ERRORS = 200;
/** Characters of a message that are written: enough for a report to see that it was longer. */
const MOST_OF_A_MESSAGE = 4_000;

/**
 * Checks the types of the student's files with the kit's own tsconfig.json. Given files are found as the
 * simulation finds them: the submission first, then the lab. The student's tsconfig.json and package.json
 * are not looked at.
 */
export function checkTypes({ labFolder, submission, student }: TypeCheckRequest): TypeProblems {
  const config = join(KIT_ROOT, "tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    { ...ts.sys, readDirectory: () => [] },
    KIT_ROOT,
  );
  delete options.rootDir;
  const settings: ts.CompilerOptions = {
    ...options,
    ...ADVICE,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(KIT_ROOT, "node_modules", "@types")],
    rootDirs: [submission, labFolder],
    paths: { labrpc: [join(KIT_ROOT, "node_modules", "labrpc", "src", "index.ts")] },
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(settings);
  const fileExists = host.fileExists.bind(host);
  // A student's package.json could turn the files into another kind of module.
  const foreign = [submission, ...(inside(KIT_ROOT, submission) ? [] : [dirname(submission)])];
  const ignored = new Set(foreign.map((folder) => join(folder, "package.json")));
  host.fileExists = (path) => !ignored.has(path.split("/").join(sep)) && fileExists(path);
  const program = ts.createProgram(reachableFiles(submission, student), settings, host);
  const found = program
    .getSourceFiles()
    .filter(({ fileName }) => inside(submission, fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .filter(({ category }) => category === ts.DiagnosticCategory.Error);
  return {
    errors: found.slice(0, MOST_ERRORS).map((one) => problem(submission, one)),
    more: Math.max(0, found.length - MOST_ERRORS),
  };
}

function problem(submission: string, { file, start, code, messageText }: ts.Diagnostic): TypeProblem {
  const at = file?.getLineAndCharacterOfPosition(start ?? 0) ?? { line: 0, character: 0 };
  // Names of the student's stand in it, as long as they are.
  const message = beginning(ts.flattenDiagnosticMessageText(messageText, "\n"), MOST_OF_A_MESSAGE)
    .split(dirname(submission) + sep)
    .join("");
  return {
    file: relative(submission, file?.fileName ?? submission)
      .split(sep)
      .join("/"),
    line: at.line + 1,
    column: at.character + 1,
    code: `TS${String(code)}`,
    message,
  };
}

function inside(folder: string, file: string): boolean {
  return isWithin(folder, file) && !relative(folder, file).split(sep).includes("node_modules");
}
