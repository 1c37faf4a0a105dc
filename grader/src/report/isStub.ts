import type { Failure } from "./GradeReport";

/** Whether a test failed because a stub is still there: there is nothing to look into then. */
export function isStub({ message }: Pick<Failure, "message">): boolean {
  return message.includes("NotImplemented:");
}
