import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";
import { MOST_CUT_LINE_CHARACTERS } from "../../realm/globals/printLimits";
import { checkRealmMessage } from "./checkRealmMessage";

/** What a realm process may speak of: the host that the event was about, and what it owes an answer to. */
export interface EffectScope {
  readonly life: number;
  /** Whether places in the code are noted; else none may be told. */
  readonly isRecording: boolean;
  /** Whether the number is that of a new timer of the host, or of a new call: higher than all before. */
  readonly setsTimer: (timer: number) => boolean;
  readonly makesCall: (call: number) => boolean;
  /** Whether the host may print one line more. */
  readonly printsLine: () => boolean;
  /** Whether the host was given an end of this name. */
  readonly hasEnd: (name: string) => boolean;
  /** Whether the host has this request and has not answered it yet; if so, it now has. */
  readonly answersRequest: (request: number) => boolean;
  /** Whether the request is under way on the host. */
  readonly handlesRequest: (request: number) => boolean;
  /** Whether the host works on this operation; if so, it now has its outcome. */
  readonly endsOperation: (operation: number) => boolean;
}

/** A call of the bridge that a realm process may make. */
export type CheckedEffect = readonly [name: keyof RunBridge, args: readonly unknown[]];

const LONGEST_DELAY = 0x7fffffff;
const MOST_NAME = 2_000;
const LEVELS = new Set(["log", "info", "debug", "warn", "error"]);
const ODD_DELAY = /^(?:NaN|Infinity|[\d.e+]{4,30})$/;
const PROBLEMS = new Set(["endless-loop", "busy-wait", "host-error"]);

/**
 * Checks what a realm process says that a host did. Throws TypeError that says what was expected: then nothing more of
 * what it says counts.
 */
export function checkEffect(message: unknown, scope: EffectScope): CheckedEffect {
  if (!Array.isArray(message)) throw new TypeError("expected an effect as a list, got something else");
  const [number, life, ...rest] = message as unknown[];
  const name = typeof number === "number" ? RUN_BRIDGE[number] : undefined;
  if (name === undefined) throw new TypeError("expected the number of an effect, got something else");
  const args = [life, ...rest];
  switch (name) {
    case "timer":
      expectShape(name, args, ["whole", "whole", "delay", "boolean", "short"]);
      expectPlace(rest[3], scope);
      // With one of two, nobody could clear the other, not even a crash.
      if (!scope.setsTimer(rest[0] as number))
        throw new TypeError("expected a timer with a number of its own, got one that was there before");
      break;
    case "clearTimer":
      expectShape(name, args, ["whole", "whole"]);
      break;
    case "oddDelay":
      expectShape(name, args, ["whole", "short", "short"]);
      if (!ODD_DELAY.test(rest[0] as string)) throw new TypeError("expected a delay that Node does not take");
      if (!scope.isRecording)
        throw new TypeError("expected no word of odd delays in a run that is not recorded");
      break;
    case "call":
      expectShape(name, args, ["whole", "text", "whole", "text", "message", "short"]);
      if (!scope.hasEnd(rest[0] as string))
        throw new TypeError("expected a call through an end of the host, got one through another");
      expectPlace(rest[4], scope);
      if (!scope.makesCall(rest[1] as number))
        throw new TypeError("expected a call with a number of its own, got one that was there before");
      break;
    case "log":
      expectShape(name, args, ["whole", "short", "line"]);
      if (!LEVELS.has(rest[0] as string)) throw new TypeError("expected a level of the console");
      if (!scope.printsLine())
        throw new TypeError("expected no more lines than a host may print, got one more");
      break;
    case "problem":
      expectShape(name, args, ["short", "whole", "error"]);
      if (!PROBLEMS.has(life as string)) throw new TypeError("expected a kind of problem");
      break;
    case "handling":
      expectShape(name, args, ["whole", "short"]);
      if (!scope.handlesRequest(life as number))
        throw new TypeError("expected a handler of the host, got another");
      expectPlace(rest[0], scope);
      if (!scope.isRecording)
        throw new TypeError("expected no word of handlers in a run that is not recorded");
      return [name, args];
    case "reply":
      expectShape(name, args, ["whole", "boolean", rest[0] === true ? "message" : "error"]);
      if (!scope.answersRequest(life as number))
        throw new TypeError("expected a reply to a request that the host has, got another");
      return [name, args];
    case "result":
      expectShape(name, args, ["whole", "boolean", rest[0] === true ? "message" : "error"]);
      if (!scope.endsOperation(life as number))
        throw new TypeError("expected the result of an operation that the host works on, got another");
      return [name, args];
  }
  const of = name === "problem" ? rest[0] : life;
  if (of !== scope.life)
    throw new TypeError("expected what the host did that the event was about, got what another one did");
  return [name, args];
}

/** Throws TypeError unless it is JSON of an ErrorText. */
export function checkErrorText(text: unknown): asserts text is string {
  const error: unknown = typeof text === "string" ? parsedText(text) : undefined;
  if (typeof error !== "object" || error === null) throw new TypeError("expected the text of an error");
  const { name, message, stack, data } = error as Record<string, unknown>;
  for (const part of [name, message, stack, data])
    if (typeof part !== "string") throw new TypeError("expected an error with name, message, stack and data");
  checkRealmMessage(data);
}

function expectPlace(place: unknown, { isRecording }: EffectScope): void {
  if (place !== "" && !isRecording)
    throw new TypeError("expected no place in the code in a run that is not recorded, got one");
}

type PartShape = "whole" | "delay" | "boolean" | "short" | "line" | "text" | "message" | "error";

function expectShape(name: string, args: readonly unknown[], shapes: readonly PartShape[]): void {
  if (args.length !== shapes.length)
    throw new TypeError(`${name}: expected ${String(shapes.length)} arguments, got ${String(args.length)}`);
  for (const [index, shape] of shapes.entries()) expectPart(name, args[index], shape);
}

function expectPart(name: string, value: unknown, shape: PartShape): void {
  switch (shape) {
    case "whole":
      if (isWholeNumber(value)) return;
      break;
    case "delay":
      if (isWholeNumber(value) && value <= LONGEST_DELAY) return;
      break;
    case "boolean":
      if (typeof value === "boolean") return;
      break;
    case "short":
      if (typeof value === "string" && value.length <= MOST_NAME) return;
      break;
    case "line":
      if (typeof value === "string" && value.length <= MOST_CUT_LINE_CHARACTERS) return;
      break;
    case "text":
      if (typeof value === "string") return;
      break;
    case "message":
      checkRealmMessage(value);
      return;
    case "error":
      checkErrorText(value);
      return;
  }
  throw new TypeError(
    `${name}: expected ${shape === "short" ? "a short text" : `a ${shape}`}, got something else`,
  );
}

/** From 0; JSON also has -0, which is another value for whoever writes it down. */
function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
