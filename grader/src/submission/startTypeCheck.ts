import { spawn } from "node:child_process";
import { join } from "node:path";
import { typeProblems, type TypeCheck, type TypeCheckRequest } from "./TypeCheck";
import { TypeCheckCache } from "./TypeCheckCache";

const PROGRAM = join(__dirname, "../../bin/types.js");
/** Real milliseconds after which the check is given up. */
const LIMIT_MS = 60_000;

/** Checks types in a process of its own, beside the tests. Never rejects: a missing answer costs no points. */
export async function startTypeCheck(request: TypeCheckRequest, signal?: AbortSignal): Promise<TypeCheck> {
  const cache = new TypeCheckCache(request);
  const known = cache.read();
  if (known !== undefined) return { kind: "checked", ...known };
  const { code, output, errors } = await run(request, signal);
  try {
    if (code !== 0) throw new Error(errors.trim().split("\n").slice(-1)[0] ?? "");
    const found = typeProblems.parse(JSON.parse(output));
    cache.write(found);
    return { kind: "checked", ...found };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "unavailable", message: `types could not be checked: ${why}` };
  }
}

function run(
  request: TypeCheckRequest,
  signal: AbortSignal | undefined,
): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--max-old-space-size=512", PROGRAM, JSON.stringify(request)], {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
      ...(signal === undefined ? {} : { signal }),
    });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-4000)));
    child.on("error", (error) => {
      resolve({ code: null, output, errors: error.message });
    });
    child.on("close", (code) => {
      resolve({ code, output, errors });
    });
  });
}
