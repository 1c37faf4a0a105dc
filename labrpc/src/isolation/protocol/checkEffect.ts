import { decodeRealmMessage } from "../../realm/border/codec";
import { RUN_BRIDGE, type RunBridge } from "../../realm/border/Bridge";

/** What a realm process may speak of: the host that the event was about, and what it owes an answer to. */
export interface EffectScope {
  readonly life: number;
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
      break;
    case "clearTimer":
      expectShape(name, args, ["whole", "whole"]);
      break;
    case "oddDelay":
      expectShape(name, args, ["whole", "short", "short"]);
      if (!ODD_DELAY.test(rest[0] as string)) throw new TypeError("expected a delay that Node does not take");
      break;
    case "call":
      expectShape(name, args, ["whole", "text", "whole", "text", "message", "short"]);
      if (!scope.hasEnd(rest[0] as string))
        throw new TypeError("expected a call through an end of the host, got one through another");
      break;
    case "log":
      expectShape(name, args, ["whole", "short", "text"]);
      if (!LEVELS.has(rest[0] as string)) throw new TypeError("expected a level of the console");
      break;
    case "problem":
      expectShape(name, args, ["short", "whole", "error"]);
      if (!PROBLEMS.has(life as string)) throw new TypeError("expected a kind of problem");
      break;
    case "handling":
      expectShape(name, args, ["whole", "short"]);
      if (!scope.handlesRequest(life as number))
        throw new TypeError("expected a handler of the host, got another");
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

/** Throws TypeError unless it is what `encodeRealmMessage` may make. */
export function checkRealmMessage(text: unknown): asserts text is string {
  if (typeof text !== "string") throw new TypeError("expected a message as text");
  try {
    decodeRealmMessage(text);
  } catch {
    throw new TypeError("expected a message that can be decoded");
  }
}

type PartShape = "whole" | "delay" | "boolean" | "short" | "text" | "message" | "error";

function expectShape(name: string, args: readonly unknown[], shapes: readonly PartShape[]): void {
  if (args.length !== shapes.length)
    throw new TypeError(`${name}: expected ${String(shapes.length)} arguments, got ${String(args.length)}`);
  for (const [index, shape] of shapes.entries()) expectPart(name, args[index], shape);
}

function expectPart(name: string, value: unknown, shape: PartShape): void {
  switch (shape) {
    case "whole":
      if (Number.isSafeInteger(value) && (value as number) >= 0) return;
      break;
    case "delay":
      if (typeof value === "number" && value >= 0 && value <= LONGEST_DELAY) return;
      break;
    case "boolean":
      if (typeof value === "boolean") return;
      break;
    case "short":
      if (typeof value === "string" && value.length <= MOST_NAME) return;
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

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
