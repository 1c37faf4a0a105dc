import { createInterface } from "node:readline";
import { limitTypeCheckTime } from "../types/limitTypeCheckTime";
import { compileSubmission, type CompileRequest } from "./compileSubmission";

/** Answers one request a line with what compileSubmission says, and ends with its input, or when it has worked for too long. */
export function serveCompiling(): void {
  limitTypeCheckTime();
  createInterface({ input: process.stdin }).on("line", (line) => {
    process.stdout.write(`${compileSubmission(JSON.parse(line) as CompileRequest)}\n`);
  });
}
