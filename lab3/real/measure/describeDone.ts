import type { Request } from "../processes/configuration";
import type { DoneRequest } from "../processes/messages";

/** Texts longer than this are cut, characters. */
const LONGEST = 60;

/** A request and what came of it, as one line: when it began and ended, ms, who, where, what. */
export function describeDone(client: string, server: string, request: Request, done: DoneRequest): string {
  const { called, outcome } = done;
  const times = `${called.toFixed(2).padStart(10)} ${outcome.returned.toFixed(2).padStart(10)}`;
  const where = request.kind === "sleep" ? "" : server;
  return `${times}  ${client.padEnd(10)} ${where.padEnd(10)} ${what(request, done)}`;
}

/** The line above those of `describeDone`. */
export const DONE_HEAD = `${"from ms".padStart(10)} ${"to ms".padStart(10)}  ${"client".padEnd(10)} ${"server".padEnd(10)} request`;

function what(request: Request, { called, outcome }: DoneRequest): string {
  const failed = outcome.kind === "failed" ? `  ✗ ${outcome.problem}` : "";
  switch (request.kind) {
    case "sleep":
      return `sleep ${(outcome.returned - called).toFixed(0)} ms`;
    case "set":
      return `set ${request.key} = ${shown(request.value)}${failed}`;
    case "get":
      return `get ${request.key}${outcome.kind === "answered" ? ` → ${shown(outcome.output)}` : failed}`;
  }
}

function shown(text: string): string {
  return text === ""
    ? "nothing"
    : JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
