import { decodeRealmMessage } from "labrpc/codec";
import { HttpDoorError } from "./HttpDoorError";

/** What a body of a call between nodes carries: anything that the simulated network carries. */
export function readHttpMessage(text: string): unknown {
  try {
    return decodeRealmMessage(text);
  } catch (error) {
    throw new HttpDoorError(
      400,
      "bad-request",
      `expected a body of JSON, got one that does not parse: ${(error as Error).message}`,
    );
  }
}

/**
 * What a body from anywhere carries, if it is an object. What is in it is for the student's class to look at.
 * Throws HttpDoorError.
 */
export function readHttpObject(text: string): object {
  if (text.trim() === "")
    throw new HttpDoorError(
      400,
      "bad-request",
      'expected a body of JSON such as {"key":"k","value":"v"}, got none',
    );
  const value = readHttpMessage(text);
  const kind = kindOfHttpBody(value);
  if (kind === "an object") return value as object;
  throw new HttpDoorError(
    400,
    "bad-request",
    `expected a JSON object such as {"key":"k","value":"v"}, got ${kind}`,
  );
}

function kindOfHttpBody(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  return Object.getPrototypeOf(value) === Object.prototype ? "an object" : `a ${value.constructor.name}`;
}
