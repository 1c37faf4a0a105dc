import type { KVInput, Operation } from "../../src";

export type KVOp = Operation<KVInput, string>;

/**
 * A history of one-letter keys from a text, a line for each client: `a: x=1 y?2 x?` is a put of "1" to x, a get of y
 * that returned "2", and a get of x that returned "". Each client's calls follow each other; `_` waits. All clients
 * start at 0 ms; each call takes 2 ms of 10.
 */
export function storeHistory(text: string): KVOp[] {
  return text
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [client = "", calls = ""] = line.trim().split(": ");
      return calls.split(" ").flatMap((call, i): KVOp[] => {
        if (call === "_") return [];
        const [key = "", value = ""] = call.split(/[=?]/);
        const time = { called: i * 10, returned: i * 10 + 2 };
        return call.includes("=")
          ? [{ client, input: { op: "put", key, value }, output: "", ...time }]
          : [{ client, input: { op: "get", key }, output: value, ...time }];
      });
    });
}
