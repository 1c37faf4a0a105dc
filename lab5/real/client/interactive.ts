import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { banner, type Place } from "./boxes";
import type { CommandResult } from "./runTyped";
import { readTyped, USAGE, type Typed } from "./Typed";

export interface InteractiveOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether somebody types at a terminal: then there are arrow keys, history and completion. */
  readonly terminal: boolean;
  readonly servers: readonly Place[];
  readonly run: (typed: Typed) => Promise<CommandResult>;
}

/** Keys and commands that Tab may complete; the latest keys are remembered. */
const MOST_KEYS = 1_000;
const WITH_KEY = new Set(["get", "set", "del", "expire"]);

/** The interactive client: reads commands until `exit`, Ctrl-C, or the end of the input. */
export async function interactive({
  input,
  output,
  terminal,
  servers,
  run,
}: InteractiveOptions): Promise<void> {
  const keys = new Set<string>();
  const lines = createInterface({
    input,
    output,
    terminal,
    prompt: "kv> ",
    historySize: 1_000,
    removeHistoryDuplicates: true,
    completer: (line: string) => completions(line, keys),
  });
  const say = (text: string): void => void output.write(text);
  say(banner(servers));
  lines.prompt();
  let over = false;
  lines.on("SIGINT", () => lines.close());
  // One after the other, also when many lines are pasted at once.
  for await (const line of lines) {
    const typed = readTyped(line);
    if ("key" in typed) remember(keys, typed.key);
    const { kind, text } = await run(typed);
    say(kind === "exit" || text === "" ? text : `${text}\n`);
    if (kind === "exit") {
      over = true;
      break;
    }
    lines.prompt();
  }
  if (!over) say("\nGoodbye!\n");
  lines.close();
}

/** What Tab offers: the commands, and behind a command that takes one the keys used so far. */
export function completions(line: string, keys: Iterable<string>): [string[], string] {
  const [, name = "", word] = /^\s*(\S+)(?:\s+(\S*))?$/.exec(line) ?? [];
  if (line.trim() === "" || word === undefined) {
    const part = line.trimStart();
    return [Object.keys(USAGE).filter((command) => command.startsWith(part.toLowerCase())), part];
  }
  if (!WITH_KEY.has(name.toLowerCase())) return [[], word];
  return [[...keys].filter((key) => key.startsWith(word)), word];
}

function remember(keys: Set<string>, key: string): void {
  keys.delete(key);
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > MOST_KEYS && oldest !== undefined) keys.delete(oldest);
}
