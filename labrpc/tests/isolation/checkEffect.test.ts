import { expect } from "chai";
import { checkEffect, type EffectScope } from "../../src/isolation/protocol/checkEffect";
import { RUN_BRIDGE } from "../../src/realm/border/Bridge";

const error = JSON.stringify({ name: "Error", message: "no", stack: "", data: "" });
const number = (name: (typeof RUN_BRIDGE)[number]): number => RUN_BRIDGE.indexOf(name);

/** Host 7, which was given the end "to server", handles request 3, works on operation 4, and has set timer 1 and made call 1. */
function scope({ isRecording = true, lines = 1 } = {}): EffectScope {
  const [requests, operations] = [new Set([3]), new Set([4])];
  return {
    life: 7,
    isRecording,
    setsTimer: (timer) => timer > 1,
    makesCall: (call) => call > 1,
    printsLine: () => lines-- > 0,
    hasEnd: (name) => name === "to server",
    answersRequest: (request) => requests.delete(request),
    handlesRequest: (request) => requests.has(request),
    endsOperation: (operation) => operations.delete(operation),
  };
}

describe("what a realm process says", () => {
  it("is taken where the host may do so", () => {
    for (const [name, ...args] of [
      ["timer", 7, 2, 25, false, "server.ts:1:1"],
      ["clearTimer", 7, 1],
      ["call", 7, "to server", 2, "get", '[{"key":"k"}]', ""],
      ["handling", 3, "server.ts:1:1"],
      ["oddDelay", 7, "NaN", "server.ts:1:1"],
      ["oddDelay", 7, "1e+21", ""],
      ["reply", 3, true, '{"value":""}'],
      ["reply", 3, false, error],
      ["result", 4, true, ""],
      ["log", 7, "log", "hello"],
      ["problem", "host-error", 7, error],
    ] as const)
      expect(checkEffect([number(name), ...args], scope())).to.deep.equal([name, args]);
  });

  it("is refused for another host, end, request or operation, or a second time", () => {
    for (const [name, ...args] of [
      ["timer", 8, 2, 25, false, ""],
      ["timer", 7, 1, 25, false, ""],
      ["call", 7, "to server", 1, "get", "[]", ""],
      ["oddDelay", 8, "NaN", ""],
      ["call", 7, "to another", 2, "get", "[]", ""],
      ["handling", 5, ""],
      ["reply", 5, true, ""],
      ["result", 5, true, ""],
      ["problem", "host-error", 8, error],
    ] as const)
      expect(() => checkEffect([number(name), ...args], scope()), name).to.throw(TypeError, "expected");
    const once = scope();
    checkEffect([number("reply"), 3, true, ""], once);
    expect(() => checkEffect([number("reply"), 3, true, ""], once)).to.throw(TypeError);
  });

  it("is refused when it has another shape", () => {
    for (const message of [
      undefined,
      "timer",
      [],
      [99, 7],
      [number("timer"), 7, 2, -1, false, ""],
      [number("timer"), 7, 2, 0.5, false, ""],
      [number("timer"), 7, 2, Number.NaN, false, ""],
      [number("timer"), 7, 2, 25, false],
      [number("timer"), -0, 2, 25, false, ""],
      [number("log"), 7, "log", "x".repeat(3_000)],
      [number("call"), 7, "to server", 2, "get", "{", ""],
      [number("call"), 7, "to server", 2, "get", '{"$":"bigint","v":"x"}', ""],
      [number("result"), 4, false, "no error"],
      [number("result"), 4, "yes", ""],
      [number("log"), 7, "shout", "hello"],
      [number("oddDelay"), 7, "for ever", ""],
      [number("problem"), "good-luck", 7, error],
    ])
      expect(() => checkEffect(message, scope()), JSON.stringify(message)).to.throw(TypeError, "expected");
  });

  it("is refused when it tells places that nobody noted, or more lines than a host may print", () => {
    for (const [name, ...args] of [
      ["timer", 7, 2, 25, false, "server.ts:1:1"],
      ["call", 7, "to server", 2, "get", "[]", "server.ts:1:1"],
      ["handling", 3, "server.ts:1:1"],
      ["handling", 3, ""],
    ] as const)
      expect(() => checkEffect([number(name), ...args], scope({ isRecording: false })), name).to.throw(
        TypeError,
        "recorded",
      );
    expect(() => checkEffect([number("log"), 7, "log", "x"], scope({ lines: 0 }))).to.throw(
      TypeError,
      "lines",
    );
  });
});
