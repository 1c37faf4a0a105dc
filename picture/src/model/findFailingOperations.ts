import type { RunRecord } from "labrpc/testing";
import type { OperationBar, FailingOperation } from "./Picture";

/**
 * The operation that the failure is about: the one that a checker could not place; else, in a run that could not go
 * on, the one that waited longest; else the one whose error is in the message; else the one that the message names;
 * else the one that returned last, of which nothing more is known.
 */
export function findFailingOperations(
  { failure }: RunRecord,
  bars: readonly OperationBar[],
  hosts: readonly string[],
): FailingOperation | undefined {
  const impossible = bars.findIndex(({ status }) => status === "impossible");
  if (impossible >= 0) return { bar: impossible, why: "impossible" };
  const waiting = bars.findIndex(({ until }) => until === null);
  if (waiting >= 0 && /^(deadlock|no progress)\b/.test(failure.message))
    return { bar: waiting, why: "never-returned" };
  const threw = bars.findLastIndex(
    ({ status, text }) => status === "threw" && failure.message.includes(errorOfBar(text)),
  );
  if (threw >= 0) return { bar: threw, why: "threw" };
  const named = bars.findLastIndex((bar) => isBarNamedInFailure(bar, failure.message, hosts));
  if (named >= 0) return { bar: named, why: bars[named]?.until === null ? "never-returned" : "named" };
  let last = -1;
  bars.forEach(({ until }, i) => {
    if (until !== null && until >= (bars[last]?.until ?? -Infinity)) last = i;
  });
  return last < 0 ? undefined : { bar: last, why: "last" };
}

/** Whether the message is about this operation: it has its words, or its host's and its method's name. */
function isBarNamedInFailure(
  { text, host }: OperationBar,
  message: string,
  hosts: readonly string[],
): boolean {
  const call = text.split(" → ")[0] ?? text;
  if (message.includes(call)) return true;
  const method = text.slice(0, text.indexOf("("));
  return method !== "" && message.includes(`${hosts[host] ?? ""}'s ${method}`);
}

/** From `put("k") threw TimeoutError: no reply`, what follows the name. */
function errorOfBar(text: string): string {
  const [, message = text] = /threw \w+: ([^]*)$/.exec(text) ?? [];
  return message;
}
