import type { ErrorText } from "./Bridge";
import { encode } from "./codec";

/** Describes whatever was thrown as JSON of an ErrorText. Never throws, whatever getters the value has. */
export function errorText(thrown: unknown): string {
  const error: ErrorText = { name: "Error", message: "", stack: "", data: "" };
  try {
    if (thrown instanceof Error) {
      error.name = String(thrown.name);
      error.message = String(thrown.message);
      error.stack = String(thrown.stack ?? "");
      error.data = encode({ ...thrown }, "the error's properties");
    } else {
      error.message = typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}`;
      error.data = encode(thrown, "the thrown value");
    }
  } catch {
    error.data = "";
  }
  return JSON.stringify(error);
}
