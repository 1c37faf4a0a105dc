import type { ErrorText } from "./Bridge";
import { encodeRealmMessage } from "./codec";

/** Describes whatever was thrown as JSON of an ErrorText. Never throws, whatever getters the value has. */
export function errorText(thrown: unknown): string {
  try {
    if (isSuppressedError(thrown)) return suppressedErrorText(thrown);
  } catch {
    // Described like any other, then.
  }
  return plainErrorText(thrown);
}

/** What `errorText` described. */
export function readErrorText(text: string): ErrorText {
  return JSON.parse(text) as ErrorText;
}

function plainErrorText(thrown: unknown): string {
  const error: ErrorText = { name: "Error", message: "", stack: "", data: "" };
  try {
    if (thrown instanceof Error) {
      const { name, message, stack }: { name: unknown; message: unknown; stack?: unknown } = thrown;
      error.name = String(name);
      error.message = String(message);
      error.stack = typeof stack === "string" ? stack : "";
      error.data = encodeRealmMessage(Object.fromEntries(Object.entries(thrown)), "the error's properties");
    } else {
      error.message = typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}`;
      error.data = encodeRealmMessage(thrown, "the thrown value");
    }
  } catch {
    error.data = "";
  }
  return JSON.stringify(error);
}

/** Two errors at the end of an `await using` block: of the block, and of the disposal after it. */
interface Suppressed {
  readonly error: unknown;
  readonly suppressed: unknown;
}

function isSuppressedError(thrown: unknown): thrown is Suppressed {
  return (
    thrown instanceof Error &&
    thrown.name === "SuppressedError" &&
    "error" in thrown &&
    "suppressed" in thrown
  );
}

/** The block's error is the cause; the other one is named after it. One level of them: they might go round in a circle. */
function suppressedErrorText({ error, suppressed }: Suppressed): string {
  const first = readErrorText(plainErrorText(suppressed));
  const then = readErrorText(plainErrorText(error));
  return JSON.stringify({
    ...first,
    message: `${first.message}; and then, at the end of its \`await using\` block, ${then.name}: ${then.message}`,
  });
}
