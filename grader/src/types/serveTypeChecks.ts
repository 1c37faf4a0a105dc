import { createInterface } from "node:readline";
import { checkTypes } from "./checkTypes";
import type { TypeCheckRequest } from "./TypeCheck";

/** Answers one request a line, and ends with its input. */
export function serveTypeChecks(): void {
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, request } = JSON.parse(line) as { id: number; request: TypeCheckRequest };
    process.stdout.write(`${JSON.stringify({ id, found: checkTypes(request) })}\n`);
  });
}
