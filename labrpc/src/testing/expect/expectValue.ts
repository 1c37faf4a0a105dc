import { Violation } from "../../simulation/outcome/Violation";

const MOST = 300;

/** Fails unless the value is the one expected; `what` says whose value it is. */
export function expectValue<T extends string | number | boolean | undefined>(
  what: string,
  got: T,
  expected: T,
): void {
  if (got === expected) return;
  throw new Violation(`${what} is wrong`, { expected: showValue(expected), got: showValue(got) });
}

/** A value as a message shows it: long texts cut. */
export function showValue(value: unknown): string {
  if (typeof value !== "string") return String(value);
  return value.length <= MOST
    ? JSON.stringify(value)
    : `${JSON.stringify(value.slice(0, MOST))}… (${String(value.length)} characters)`;
}

/** Anything that JSON can say, as a message shows it, without quotes around it: `{"ttl":2}`; long ones cut. */
export function showJson(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… (${String(text.length)} characters)`;
}
