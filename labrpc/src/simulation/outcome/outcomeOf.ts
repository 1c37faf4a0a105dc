import { AssertionError } from "chai";
import { showRealmValue } from "../../realm/border/showRealmValue";
import type { Outcome } from "./Outcome";
import { StudentError, Violation } from "./Violation";

/** The outcome of a run whose body threw. A violation says all that it can when `explained` is true. */
export function outcomeOf(thrown: unknown, explained = false): Outcome {
  if (thrown instanceof StudentError) {
    const error = { name: thrown.name, message: thrown.message, stack: thrown.studentStack };
    return {
      kind: "failed",
      message: `${thrown.host}'s ${thrown.call} threw ${thrown.name}: ${thrown.message}`,
      error,
      host: thrown.host,
    };
  }
  if (thrown instanceof Violation) return outcomeOfViolation(explained ? thrown.explained() : thrown);
  if (thrown instanceof AssertionError) {
    const { expected, actual, message } = thrown as Error & { expected?: unknown; actual?: unknown };
    return {
      kind: "failed",
      message,
      expected: showRealmValue(expected, 1),
      got: showRealmValue(actual, 1),
    };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    kind: "failed",
    message: `${error.name}: ${error.message}`,
    error: { name: error.name, message: error.message, stack: "" },
  };
}

function outcomeOfViolation({ message, expected, got, about, history, restsOn }: Violation): Outcome {
  return {
    kind: "failed",
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got }),
    ...(about === undefined ? {} : { about }),
    ...(history === undefined ? {} : { history }),
    restsOn,
  };
}
