import { existsSync, readFileSync, realpathSync } from "node:fs";
import Module from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compile } from "labrpc/compile";

/** Where student code stands. Both absolute. */
export interface NodeStudentFolders {
  readonly submission: string;
  /** The lab's own folder: its files are used where the submission has none of that name. */
  readonly lab: string;
}

/** What Node's loader for CommonJS offers to those who extend it; it is documented, and its types are not. */
type NodeLoader = typeof Module & {
  _resolveFilename: (request: string, parent: NodeJS.Module | undefined, ...rest: unknown[]) => string;
  _extensions: Record<
    string,
    (module: NodeJS.Module & { _compile(js: string, file: string): void }, file: string) => void
  >;
};

/**
 * Loads one of the student's files in this process, on the real clock. Finds imports as the simulation does: first
 * in the submission, then in the lab's folder, and "labrpc" is the kit's. So a submission may lie anywhere.
 *
 * Throws an Error with file, line and column when a file does not parse, and whatever the file itself throws.
 */
export function loadStudentFileInNode(name: string, { submission, lab }: NodeStudentFolders): unknown {
  const folder = realpathSync(submission);
  const loader = Module as NodeLoader;
  const plainResolve = loader._resolveFilename;
  const plainCompile = loader._extensions[".ts"];
  loader._resolveFilename = (request, parent, ...rest) => {
    const from = parent?.filename;
    if (from === undefined || !isInsideStudentFolder(folder, from))
      return plainResolve(request, parent, ...rest);
    if (request === "labrpc") return require.resolve("labrpc");
    return fromLab(request, from) ?? plainResolve(request, parent, ...rest);
  };
  loader._extensions[".ts"] = (module, file) => {
    // A package.json beside the submission may not turn its files into another kind of module.
    if (isInsideStudentFolder(folder, file)) module._compile(compiledStudentFile(file), file);
    else plainCompile?.(module, file);
  };

  function fromLab(request: string, from: string): string | undefined {
    if (!/^\.\.?\//.test(request)) return undefined;
    const wanted = resolve(dirname(from), request);
    if (["", ".ts", ".js", `${sep}index.ts`].some((end) => existsSync(wanted + end))) return undefined;
    const given = `${join(lab, relative(folder, wanted))}.ts`;
    return existsSync(given) ? given : undefined;
  }

  // eslint-disable-next-line @typescript-eslint/no-require-imports -- whose file it is, is known at run time only
  return require(join(folder, name)) as unknown;
}

function compiledStudentFile(file: string): string {
  const { js, map, errors } = compile(file, readFileSync(file, "utf8"), false);
  const [first] = errors;
  if (first !== undefined)
    throw new Error(`${file}:${String(first.line)}:${String(first.column)}: ${first.message}`);
  // The map names the file alone; stack traces show its whole path.
  const whole = JSON.stringify({ ...(JSON.parse(map) as object), sources: [file], sourceRoot: "" });
  return `${js}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(whole).toString("base64")}`;
}

function isInsideStudentFolder(folder: string, file: string): boolean {
  return file.startsWith(folder + sep);
}
