import { spawn } from "node:child_process";
import { join } from "node:path";
import { reducedWorkerEnvironment } from "../process/child/reducedWorkerEnvironment";
import { TYPE_CHECK_OUT_OF_TIME } from "./limitTypeCheckTime";
import { typeProblems, type TypeProblems, type TypeCheck, type TypeCheckRequest } from "./TypeCheck";
import { TypeCheckCache } from "./TypeCheckCache";

const PROGRAM = join(__dirname, "../../bin/types.js");
/** Real milliseconds after which the check is given up. It has a limit of processor time of its own; see there. */
const LIMIT_MS = 300_000;
/** Megabytes of JavaScript heap. */
const HEAP_MB = 512;
/** Characters of output; what the process lists is less. */
const MOST_OUTPUT = 8_000_000;
const KEPT_ERRORS = 4_000;

/** Checks types in a process of its own, beside the tests. Never rejects: a missing answer costs no points. */
export async function startTypeCheck(request: TypeCheckRequest, signal?: AbortSignal): Promise<TypeCheck> {
  const cache = new TypeCheckCache(request);
  const known = cache.read();
  if (known !== undefined) return { kind: "checked", ...known };
  const found = await runTypeCheckProcess(request, signal);
  if (typeof found === "string")
    return { kind: "unavailable", message: `types could not be checked: ${found}` };
  cache.write(found);
  return { kind: "checked", ...found };
}

/** Returns what the process found, or why there is nothing. */
function runTypeCheckProcess(
  request: TypeCheckRequest,
  signal: AbortSignal | undefined,
): Promise<TypeProblems | string> {
  return new Promise((resolve) => {
    const heap = `--max-old-space-size=${String(HEAP_MB)}`;
    const child = spawn(process.execPath, [heap, PROGRAM, JSON.stringify(request)], {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      env: reducedWorkerEnvironment(),
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
      ...(signal === undefined ? {} : { signal }),
    });
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > MOST_OUTPUT) kill();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-KEPT_ERRORS);
    });
    let unstarted = "";
    child.on("error", (error) => {
      unstarted = error.message;
    });
    child.on("close", (code, signalled) => {
      process.removeListener("exit", kill);
      if (code !== 0) {
        resolve(unstarted === "" ? whyTypeCheckEnded(code, signalled, errors) : unstarted);
        return;
      }
      try {
        resolve(typeProblems.parse(JSON.parse(output)));
      } catch {
        resolve("what the check answered is not as expected");
      }
    });
  });
}

/** Says nothing of what the process printed: code may have a part in that. */
function whyTypeCheckEnded(code: number | null, signal: NodeJS.Signals | null, errors: string): string {
  if (errors.includes(TYPE_CHECK_OUT_OF_TIME))
    return "it took too long; look for types that refer to themselves";
  if (errors.includes("heap out of memory"))
    return "it took too much memory; look for types that refer to themselves";
  if (errors.includes("Maximum call stack size exceeded")) return "the code is nested too deeply";
  return signal === null ? `the compiler ended with exit code ${String(code)}` : `it was ended by ${signal}`;
}
