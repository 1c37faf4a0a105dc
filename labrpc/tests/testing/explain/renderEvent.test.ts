import { expect } from "chai";
import { renderEvent } from "../../../src/testing/explain/renderEvent";
import type { TraceEvent } from "../../../src/simulation/trace/Trace";

const event = (kind: TraceEvent["kind"], text: string, peer?: string): string =>
  renderEvent({ at: 1.25, kind, host: "a", id: 1, text, ...(peer === undefined ? {} : { peer }) });

describe("renderEvent", () => {
  it("says when, who and what", () => {
    expect(event("call", 'get("k")', "b")).to.equal('1.3 ms  a → b  sends get("k")');
    expect(event("end", 'get("k") → "v"')).to.equal('1.3 ms  a  finished get("k") → "v"');
  });

  it("says that a value is undefined: what a handler replied, and what an operation resolved to", () => {
    expect(event("reply", "put: ", "b")).to.equal("1.3 ms  a → b  replies put: undefined");
    expect(event("end", 'get("k") → done')).to.equal('1.3 ms  a  finished get("k") → undefined');
    expect(event("end", 'get("k") → "→ done"')).to.equal('1.3 ms  a  finished get("k") → "→ done"');
  });
});
