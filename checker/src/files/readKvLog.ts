import type { Operation } from "../history/History";
import type { KVInput } from "../models/kvModel";
import { HistoryFileError } from "./HistoryFileError";
import { historyOfLog, type LogEvent } from "./LogHistory";

const LINE =
  /^\{:process (\d+), :type :(invoke|ok), :f :(get|put|append), :key ("(?:[^"\\]|\\.)*"), :value (nil|"(?:[^"\\]|\\.)*")\}$/;
const SHAPE = 'a line like {:process 1, :type :invoke, :f :put, :key "k", :value "v"}';

/**
 * Reads a log of a key/value store as porcupine's tests have it: an event a line, `:invoke` or `:ok`. What an append
 * returned is not in it, so these operations completed with an output that is not known.
 *
 * @param file its name, for messages
 * Throws HistoryFileError.
 */
export function readKvLog(file: string, content: string): Operation<KVInput, string>[] {
  const events: LogEvent<KVInput, string>[] = [];
  content.split(/\r?\n/).forEach((text, i) => {
    const line = i + 1;
    if (text.trim() === "") return;
    const [, process = "", type, f, quotedKey = "", quoted = ""] = LINE.exec(text.trim()) ?? [];
    if (type === undefined) throw new HistoryFileError(file, line, SHAPE, text);
    const unquoted = (part: string): string => unquoteKvLogText(file, line, part);
    const key = unquoted(quotedKey);
    const value = quoted === "nil" ? undefined : unquoted(quoted);
    const event = { process, line, text };
    if (type === "invoke") {
      events.push({ ...event, what: { kind: "call", input: inputOfKvLog(file, event, f, key, value) } });
      return;
    }
    if (f === "get" && value === undefined)
      throw new HistoryFileError(file, line, "the value that get read", text);
    const mismatch = (input: unknown): string | undefined => {
      const called = input as KVInput;
      return called.op === f && called.key === key
        ? undefined
        : `the end of ${called.op} ${JSON.stringify(called.key)}`;
    };
    const output = f === "get" ? value : f === "put" ? "" : undefined;
    events.push({ ...event, what: { kind: "return", output, mismatch } });
  });
  return historyOfLog(file, events);
}

function inputOfKvLog(
  file: string,
  { line, text }: { line: number; text: string },
  f: string | undefined,
  key: string,
  value: string | undefined,
): KVInput {
  if (f === "get") return { op: "get", key };
  if (value === undefined) throw new HistoryFileError(file, line, `the value to ${String(f)}`, text);
  return f === "put" ? { op: "put", key, value } : { op: "append", key, arg: value };
}

function unquoteKvLogText(file: string, line: number, quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new HistoryFileError(file, line, "a string in double quotes", quoted);
  }
}
