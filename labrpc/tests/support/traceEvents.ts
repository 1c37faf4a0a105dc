import type { TraceEvent, TraceKind } from "../../src/records";

/** "begin c get" is an event; a call has a receiver: "call c>s put". */
export function traceEvents(...lines: readonly string[]): TraceEvent[] {
  return lines.map((line, id) => {
    const [, kind = "", host = "", peer, text = ""] =
      /^(\S+) ([^ >]+)(?:>(\S+))?(?: (.*))?$/.exec(line) ?? [];
    return { at: id, kind: kind as TraceKind, host, ...(peer === undefined ? {} : { peer }), id, text };
  });
}
