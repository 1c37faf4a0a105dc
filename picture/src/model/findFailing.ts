import type { RunRecord } from "labrpc/testing";
import type { Bar, FailingOperation } from "./Picture";

/**
 * The operation that the failure is about: the one that a checker could not place; else, in a run that could not go
 * on, the one that waited longest; else the one whose error is in the message; else the one that returned last.
 */
export function findFailing({ failure }: RunRecord, bars: readonly Bar[]): FailingOperation | undefined {
  const impossible = bars.findIndex(({ status }) => status === "impossible");
  if (impossible >= 0) return { bar: impossible, why: "impossible" };
  const waiting = bars.findIndex(({ until }) => until === null);
  if (waiting >= 0 && /^(deadlock|no progress)\b/.test(failure.message))
    return { bar: waiting, why: "never-returned" };
  const threw = bars.findLastIndex(
    ({ status, text }) => status === "threw" && failure.message.includes(errorOf(text)),
  );
  if (threw >= 0) return { bar: threw, why: "threw" };
  let last = -1;
  bars.forEach(({ until }, i) => {
    if (until !== null && until >= (bars[last]?.until ?? -Infinity)) last = i;
  });
  return last < 0 ? undefined : { bar: last, why: "last" };
}

/** From `put("k") threw TimeoutError: no reply`, what follows the name. */
function errorOf(text: string): string {
  const [, message = text] = /threw \w+: ([^]*)$/.exec(text) ?? [];
  return message;
}
