import { createInterface } from "node:readline";
import { compileSubmission, type CompileRequest } from "./compileSubmission";

/** Answers one request a line with "done", and ends with its input. */
export function serveCompiling(): void {
  createInterface({ input: process.stdin }).on("line", (line) => {
    compileSubmission(JSON.parse(line) as CompileRequest);
    process.stdout.write("done\n");
  });
}
