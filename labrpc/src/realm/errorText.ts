import type { ErrorText } from "./Bridge";
import { encode } from "./codec";

/** Describes whatever was thrown as JSON of an ErrorText. Never throws, whatever getters the value has. */
export function errorText(thrown: unknown): string {
  const error: ErrorText = { name: "Error", message: "", stack: "", data: "" };
  try {
    if (thrown instanceof Error) {
      const { name, message, stack }: { name: unknown; message: unknown; stack?: unknown } = thrown;
      error.name = String(name);
      error.message = String(message);
      error.stack = typeof stack === "string" ? stack : "";
      error.data = encode(Object.fromEntries(Object.entries(thrown)), "the error's properties");
    } else {
      error.message = typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}`;
      error.data = encode(thrown, "the thrown value");
    }
  } catch {
    error.data = "";
  }
  return JSON.stringify(error);
}
