import { expect } from "chai";
import type { FaultSeen, Outcome } from "../../../src/simulation";
import { faultsByRole } from "../../../src/testing/minimise/faultsByRole";

/** A lost request of clerk-1's to server-0. */
function lost(nth: number, call: string, scripted?: string): FaultSeen {
  const fault = { kind: "lost-request", message: `clerk-1/1>server-0/${String(nth)}` } as const;
  return { fault, at: nth, id: nth, call, scripted, kept: false };
}

const done = lost(1, 'done({"seq":1})');
const get = lost(2, 'get({"key":"k"})');
const scripted = lost(3, 'done({"seq":2})', "script 1");

function uncaught(method: string, host = "clerk-1"): Outcome {
  const message = `no reply from server-0 to ${method} within 1000 ms`;
  return { kind: "host-error", host, error: { name: "TimeoutError", message, stack: "" } };
}

describe("faultsByRole", () => {
  it("tells the test's own doing from chance", () => {
    expect(faultsByRole([scripted, done, get], undefined)).to.deep.equal({
      chance: [done, get],
      delaying: [],
      scripted: [scripted],
    });
  });

  it("takes a fault for the cause of a time-out that nobody caught where it hit that call, the others for a delay", () => {
    expect(faultsByRole([done, get], uncaught("done"))).to.deep.include({ chance: [done], delaying: [get] });
  });

  it("tells none apart where none hit that call", () => {
    for (const outcome of [uncaught("put"), uncaught("done", "clerk-2")])
      expect(faultsByRole([done, get], outcome)).to.deep.include({ chance: [done, get], delaying: [] });
  });
});
