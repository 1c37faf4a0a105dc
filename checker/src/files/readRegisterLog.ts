import type { CasRegisterInput, CasRegisterOutput } from "../models/casRegisterModel";
import type { Operation } from "../history/History";
import { HistoryFileError } from "./HistoryFileError";
import { historyOfLog, type LogEvent } from "./LogHistory";

const LINE = /^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.+)$/;
const SHAPE = "a line like INFO  jepsen.util - 1 :invoke :cas [0 2]";

/**
 * Reads a log of a register as Jepsen writes it: `:invoke`, then `:ok`, `:fail` (of a cas: it did not match; of a
 * read: its result is not known) or `:info` (not known whether it was executed: it stays open).
 *
 * @param file its name, for messages
 * Throws HistoryFileError.
 */
export function readRegisterLog(
  file: string,
  content: string,
): Operation<CasRegisterInput, CasRegisterOutput>[] {
  const events: LogEvent<CasRegisterInput, CasRegisterOutput>[] = [];
  content.split(/\r?\n/).forEach((text, i) => {
    const line = i + 1;
    if (text.trim() === "") return;
    const [, process = "", type, f, argument = ""] = LINE.exec(text.trim()) ?? [];
    if (type === undefined || f === undefined) throw new HistoryFileError(file, line, SHAPE, text);
    const fail = (expected: string): never => {
      throw new HistoryFileError(file, line, expected, text);
    };
    const event = { process, line, text };
    if (type === "invoke") {
      events.push({ ...event, what: { kind: "call", input: inputOfRegisterLog(f, argument, fail) } });
      return;
    }
    const mismatch = (input: unknown): string | undefined => {
      const { op } = input as CasRegisterInput;
      if (op !== f) return `the end of process ${process}'s ${op}`;
      if (argument === ":timed-out" || op === "read") return undefined;
      const same = JSON.stringify(inputOfRegisterLog(f, argument, fail)) === JSON.stringify(input);
      return same ? undefined : `the argument that process ${process} called ${op} with`;
    };
    if (type === "info") events.push({ ...event, what: { kind: "open", mismatch } });
    else {
      events.push({
        ...event,
        what: { kind: "return", output: outputOfRegisterLog(type, f, argument, fail), mismatch },
      });
    }
  });
  return historyOfLog(file, events);
}

function inputOfRegisterLog(
  f: string,
  argument: string,
  fail: (expected: string) => never,
): CasRegisterInput {
  if (f === "read") return { op: "read" };
  if (f === "write") return { op: "write", value: integerOfRegisterLog(argument, fail) };
  const [, from = "", to = ""] = /^\[(\S+)\s+(\S+)\]$/.exec(argument) ?? [];
  return { op: "cas", from: integerOfRegisterLog(from, fail), to: integerOfRegisterLog(to, fail) };
}

function outputOfRegisterLog(
  type: string,
  f: string,
  argument: string,
  fail: (expected: string) => never,
): CasRegisterOutput | undefined {
  if (type === "fail") {
    if (f === "cas" && argument !== ":timed-out") return { kind: "no-match" };
    if (f === "read") return undefined;
    return fail(":fail of a cas that did not match, or of a read; :info for what is not known");
  }
  if (f !== "read") return { kind: "done" };
  return { kind: "value", value: argument === "nil" ? null : integerOfRegisterLog(argument, fail) };
}

function integerOfRegisterLog(text: string, fail: (expected: string) => never): number {
  return /^-?\d+$/.test(text) ? Number(text) : fail(`a whole number in place of ${JSON.stringify(text)}`);
}
