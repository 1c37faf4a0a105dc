import { expect } from "chai";
import type { TraceEvent, TraceKind } from "labrpc/simulation";
import { writeOverHolder } from "../lab2/tests/support/writeOverHolder";

function event(kind: TraceKind, host: string, id: number, text: string): TraceEvent {
  return { at: id, kind, host, id, text };
}

function put(host: string, id: number, key: string, answer: string): TraceEvent[] {
  return [
    event("call", host, id, `put(${JSON.stringify({ key, version: 4 })})`),
    event("reply", "server", id, answer),
  ];
}

describe("what puts itself over a lock's holder", () => {
  const holder = { host: "clerk-b", since: 10 };

  it("is the first put of another clerk that was executed since", () => {
    const events = [
      ...put("clerk-a", 5, "l", 'put: {"ok":true}'),
      ...put("clerk-b", 11, "l", 'put: {"ok":true}'),
      ...put("clerk-a", 12, "l", 'put: {"code":"ErrVersion"}'),
      ...put("clerk-a", 13, "other", 'put: {"ok":true}'),
      event("call", "clerk-a", 14, "put(no JSON)"),
      event("reply", "server", 14, "put: true"),
      ...put("clerk-c", 15, "l", 'put: {"ok":true}'),
    ];
    expect(writeOverHolder(events, "l", holder)).to.equal(
      "clerk-c's put with version 4 was executed at 15.0 ms, while clerk-b held the lock",
    );
    expect(writeOverHolder(events.slice(0, -1), "l", holder)).to.equal(undefined);
  });
});
