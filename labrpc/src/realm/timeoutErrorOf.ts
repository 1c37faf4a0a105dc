import { TimeoutError } from "../errors";

const { create, defineProperty } = Object;

/**
 * The TimeoutError of a call that got no reply. It has what `new TimeoutError(message)` gives it, but for the engine's
 * work of capturing a stack: that takes ten times as long as all else, and holds frames of the kit only, which are left
 * out of every stack.
 */
export function timeoutErrorOf(message: string): TimeoutError {
  const error = create(TimeoutError.prototype) as TimeoutError;
  define(error, "stack", `TimeoutError: ${message}`, false);
  define(error, "message", message, false);
  define(error, "name", "TimeoutError", true);
  define(error, "code", "ETIMEDOUT", true);
  return error;
}

function define(error: object, name: string, value: string, enumerable: boolean): void {
  defineProperty(error, name, { value, writable: true, enumerable, configurable: true });
}
