import { expect } from "chai";
import type { TraceEvent } from "../../../src/simulation/trace/Trace";
import { repeatedCallLines } from "../../../src/testing/explain/repeatedCallLines";

/** So many requests of one host to others in turn, of which the first few are answered. */
function asked(from: string, to: readonly string[], times: number, answered = times): TraceEvent[] {
  return Array.from({ length: times }, (_, i): TraceEvent[] => {
    const peer = to[i % to.length] ?? "nobody";
    const call: TraceEvent = { at: i, kind: "call", host: from, peer, id: i, text: "sync(null)" };
    const reply: TraceEvent = {
      at: i,
      kind: "reply",
      host: peer,
      peer: from,
      id: i,
      text: `sync: {"nth":${String(i)}}`,
    };
    // Of the others the reply is lost.
    const returned: TraceEvent = { at: i, kind: "return", host: from, peer, id: i, text: "sync" };
    return i < answered ? [call, reply, returned] : [call, reply];
  }).flat();
}

/** @param before events that the trace has no more */
function linesOf(events: TraceEvent[], before = 0): string[] {
  return repeatedCallLines({ events, count: before + events.length });
}

describe("requests that are sent again and again although they are answered", () => {
  it("are named once, with the last answer", () => {
    expect(linesOf([...asked("a", ["b", "c", "d"], 900), ...asked("b", ["c"], 600)])).to.deep.equal([
      'a keeps sending sync: 900 requests to b and 2 other hosts, 900 of them answered, the last one with {"nth":899}',
    ]);
  });

  it("are more than are kept, in a very long run", () => {
    expect(linesOf(asked("a", ["b"], 900), 7)[0]).to.match(
      /^a keeps sending sync: more than 900 requests to b, /,
    );
  });

  it("are none where they are few, where nobody answers, or where they are little beside the rest", () => {
    expect(linesOf(asked("a", ["b"], 499))).to.deep.equal([]);
    expect(linesOf(asked("a", ["b"], 900, 450))).to.deep.equal([]);
    const rest: TraceEvent[] = asked("a", ["b"], 600).map((event) => ({
      ...event,
      text: "1",
      kind: "console",
    }));
    expect(linesOf([...asked("a", ["b"], 600), ...rest.concat(rest, rest, rest, rest)])).to.deep.equal([]);
  });
});
