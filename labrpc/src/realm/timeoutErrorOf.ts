import { TimeoutError } from "../errors";

const { create, defineProperty } = Object;

/**
 * The TimeoutError of a call that got no reply. It has what `new TimeoutError(message)` gives it, but for the engine's
 * work of capturing a stack: that takes ten times as long as all else, and holds frames of the kit only, which are left
 * out of every stack.
 */
export function timeoutErrorOf(message: string): TimeoutError {
  const error = create(TimeoutError.prototype) as { name: string; code: string };
  defineHidden(error, "stack", `TimeoutError: ${message}`);
  defineHidden(error, "message", message);
  error.name = "TimeoutError";
  error.code = "ETIMEDOUT";
  return error as TimeoutError;
}

function defineHidden(error: object, name: string, value: string): void {
  defineProperty(error, name, { value, writable: true, enumerable: false, configurable: true });
}
