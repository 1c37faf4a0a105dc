import type { Operation } from "../history/History";
import { HistoryFileError } from "./HistoryFileError";

/** One line of a log: what a process did. */
export interface LogEvent<Input, Output> {
  readonly process: string;
  readonly line: number;
  readonly text: string;
  readonly what: Called<Input> | Ended<Output>;
}

interface Called<Input> {
  readonly kind: "call";
  readonly input: Input;
}

interface Ended<Output> {
  /** "open": nobody knows whether and when it was executed. */
  readonly kind: "return" | "open";
  /** Of a return; undefined when it is not known. Gets what was called. */
  readonly output?: Output | undefined;
  /** Whether this can be the end of that call; undefined says yes, a text what was expected. */
  readonly mismatch: (input: unknown) => string | undefined;
}

/**
 * Makes a history of the lines of a log. The number of an event is its time; a call that nothing ends never returned.
 * Throws HistoryFileError for an end without a call, and for a second call of a process whose first is still open.
 */
export function historyOfLog<Input, Output>(
  file: string,
  events: readonly LogEvent<Input, Output>[],
): Operation<Input, Output>[] {
  const history: Operation<Input, Output>[] = [];
  const open = new Map<string, number>();
  events.forEach(({ process, line, text, what }, time) => {
    const at = open.get(process);
    if (what.kind === "call") {
      if (at !== undefined) {
        throw new HistoryFileError(
          file,
          line,
          `the end of process ${process}'s call before its next call`,
          text,
        );
      }
      open.set(process, history.length);
      history.push({
        client: process,
        input: what.input,
        output: undefined,
        called: time,
        returned: Infinity,
      });
      return;
    }
    const operation = at === undefined ? undefined : history[at];
    if (at === undefined || operation === undefined) {
      throw new HistoryFileError(file, line, `a call of process ${process} before its end`, text);
    }
    const mismatch = what.mismatch(operation.input);
    if (mismatch !== undefined) throw new HistoryFileError(file, line, mismatch, text);
    open.delete(process);
    if (what.kind === "return") history[at] = { ...operation, output: what.output, returned: time };
  });
  return history;
}
