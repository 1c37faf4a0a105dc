import type { StoreRequest } from "../processes/configuration";
import type { DoneStoreRequest } from "../processes/messages";
import { shortStoreText } from "./shortStoreText";

/** A request and what came of it, as one line: when it began and ended, ms, who, where, what. */
export function describeStoreRequest(
  client: string,
  server: string,
  request: StoreRequest,
  done: DoneStoreRequest,
): string {
  const { called, outcome } = done;
  const times = `${called.toFixed(2).padStart(10)} ${outcome.returned.toFixed(2).padStart(10)}`;
  const where = request.kind === "sleep" ? "" : server;
  return `${times}  ${client.padEnd(10)} ${where.padEnd(10)} ${whatStoreWasAsked(request, done)}`;
}

/** The line above those of `describeStoreRequest`. */
export const STORE_REQUESTS_HEAD = `${"from ms".padStart(10)} ${"to ms".padStart(10)}  ${"client".padEnd(10)} ${"server".padEnd(10)} request`;

function whatStoreWasAsked(request: StoreRequest, { called, outcome }: DoneStoreRequest): string {
  const failed = outcome.kind === "failed" ? `  ✗ ${outcome.problem}` : "";
  switch (request.kind) {
    case "sleep":
      return `sleep ${(outcome.returned - called).toFixed(0)} ms`;
    case "set":
      return `set ${shortStoreText(request.key)} = ${shownStoreValue(request.value)}${failed}`;
    case "get":
      return `get ${shortStoreText(request.key)}${outcome.kind === "answered" ? ` → ${shownStoreValue(outcome.output)}` : failed}`;
  }
}

function shownStoreValue(text: string): string {
  return text === "" ? "nothing" : JSON.stringify(shortStoreText(text));
}
