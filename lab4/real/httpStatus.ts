import type { RefusalCode } from "../types";

/** The HTTP status of each refusal. */
export const HTTP_STATUS: Readonly<Record<RefusalCode, number>> = {
  "bad-request": 400,
  "not-leader": 403,
  "not-follower": 403,
  "not-found": 404,
  "no-quorum": 500,
};

/** The status that a reply goes out with: 200, unless it is a refusal. */
export function statusOf(reply: unknown): number {
  if (typeof reply !== "object" || reply === null) return 200;
  const { success, code } = reply as { success?: unknown; code?: unknown };
  if (success !== false) return 200;
  // A refusal with a code that the contract does not have is still none that worked.
  return typeof code === "string" && Object.hasOwn(HTTP_STATUS, code)
    ? HTTP_STATUS[code as RefusalCode]
    : 500;
}
