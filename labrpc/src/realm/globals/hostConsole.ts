import { formatConsoleArguments, showRealmValue } from "../border/showRealmValue";
import { stackOf } from "../border/stack";

/** `console` for one host: each line goes to `print` with its level. */
export function consoleOf(print: (level: string, text: string) => void, now: () => number): object {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  let indent = "";
  const line = (level: string, text: string): void => {
    print(level, indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`));
  };
  const at =
    (level: string) =>
    (...args: unknown[]): void => {
      line(level, formatConsoleArguments(args));
    };
  const since = (label: string): string =>
    `${label}: ${String(now() - (starts.get(label) ?? now()))} ms (virtual)`;
  const group = (...args: unknown[]): void => {
    if (args.length > 0) line("log", formatConsoleArguments(args));
    indent += "  ";
  };
  return {
    log: at("log"),
    info: at("info"),
    debug: at("debug"),
    warn: at("warn"),
    error: at("error"),
    trace: (...args: unknown[]) => {
      line("error", `Trace: ${formatConsoleArguments(args)}${stackOf(new Error()).replace(/^.*/, "")}`);
    },
    dir: (value: unknown) => {
      line("log", showRealmValue(value, 1));
    },
    table: (value: unknown) => {
      line("log", showRealmValue(value, 1));
    },
    assert: (condition: unknown, ...args: unknown[]) => {
      if (condition !== true && !condition)
        line("error", `Assertion failed${args.length > 0 ? `: ${formatConsoleArguments(args)}` : ""}`);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      line("log", `${label}: ${String(counts.get(label))}`);
    },
    countReset: (label = "default") => {
      counts.delete(label);
    },
    time: (label = "default") => {
      starts.set(label, now());
    },
    timeLog: (label = "default") => {
      line("log", since(label));
    },
    timeEnd: (label = "default") => {
      line("log", since(label));
      starts.delete(label);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
  };
}
