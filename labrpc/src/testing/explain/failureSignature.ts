import type { Outcome } from "../../simulation/outcome/Outcome";

/**
 * Equal for two runs that fail in the same way, whatever the numbers and values in their messages are. Undefined
 * for a run that passed.
 */
export function failureSignature(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case "passed":
      return undefined;
    case "failed": {
      // One mistake has many symptoms, and which of them shows first depends on what else happens. Each verdict
      // that rests on the history is a broken promise in its own right.
      if (outcome.restsOn === "history") return "failed: what happened must not happen";
      return ["failed", outcome.message, outcome.got ?? ""].map(withoutValues).join("\n");
    }
    case "host-error":
    case "endless-loop":
    case "busy-wait":
      return [outcome.kind, outcome.error.name, outcome.error.message].map(withoutValues).join("\n");
    case "no-progress":
      return "no-progress";
    case "deadlock":
      return "deadlock";
  }
}

/** A text without what is in quotes, and without its numbers: the same for the same sentence about other values. */
export function withoutValues(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"…?/g, '"…"').replace(/\d+(?:\.\d+)?/g, "#");
}
