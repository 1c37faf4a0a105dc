import { statusOfCode } from "../../given/http";

/** The HTTP status that a reply goes out with: 200, unless it is a refusal. */
export function httpStatusOfReply(reply: unknown): number {
  if (typeof reply !== "object" || reply === null) return 200;
  const { success, code } = reply as { success?: unknown; code?: unknown };
  return success === false ? statusOfCode(code) : 200;
}
