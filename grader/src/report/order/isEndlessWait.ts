import type { OrderedFailure } from "./FailedTest";

/** Whether a test failed since it waited for what did not come, and not for what came. */
export function isEndlessWait({ kind, message }: Pick<OrderedFailure, "kind" | "message">): boolean {
  if (kind === "deadlock" || kind === "no-progress") return true;
  return kind === "failed" && / did not return within /.test(message);
}
