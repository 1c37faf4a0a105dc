import { createInterface } from "node:readline";
import { Transform, type Readable, type Writable } from "node:stream";
import { BoundedLines } from "toolkit/text/BoundedLines";
import { miniRedisBanner, type MiniRedisPlace } from "./boxes";
import type { TypedCommandResult } from "./runTypedCommand";
import { readTypedCommand, MINI_REDIS_CLIENT_USAGE, type TypedCommand } from "./TypedCommand";

export interface InteractiveMiniRedisClientOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether somebody types at a terminal: then there are arrow keys, history and completion. */
  readonly terminal: boolean;
  readonly servers: readonly MiniRedisPlace[];
  readonly run: (typed: TypedCommand) => Promise<TypedCommandResult>;
}

/** Characters of a line. No server takes a request that is longer. */
const LONGEST_LINE = 1_048_576;

/** Keys and commands that Tab may complete; the latest keys are remembered. */
const MOST_KEYS = 1_000;
const WITH_KEY = new Set(["get", "set", "del", "expire"]);

/** The interactive client: reads commands until `exit`, Ctrl-C, or the end of the input. */
export async function interactiveMiniRedisClient({
  input,
  output,
  terminal,
  servers,
  run,
}: InteractiveMiniRedisClientOptions): Promise<void> {
  const keys = new Set<string>();
  const lines = createInterface({
    // A terminal must be handed over as it is, and nobody types for ever.
    input: terminal ? input : withBoundedLines(input),
    output,
    terminal,
    prompt: "kv> ",
    historySize: 1_000,
    removeHistoryDuplicates: true,
    completer: (line: string) => completionsOfTyped(line, keys),
  });
  const say = (text: string): void => void output.write(text);
  say(miniRedisBanner(servers));
  lines.prompt();
  let over = false;
  lines.on("SIGINT", () => lines.close());
  // One after the other, also when many lines are pasted at once.
  for await (const line of lines) {
    const typed: TypedCommand =
      line.length > LONGEST_LINE
        ? {
            kind: "wrong",
            message: `Expected a line of at most ${String(LONGEST_LINE)} characters, got a longer one`,
          }
        : readTypedCommand(line);
    if ("key" in typed) rememberTypedKey(keys, typed.key);
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

/** What a program writes, with no more of a line than what shows that it is too long. */
function withBoundedLines(input: Readable): Readable {
  const lines = new BoundedLines(LONGEST_LINE);
  const text = (some: readonly string[]): string => some.map((line) => `${line}\n`).join("");
  const bounded = new Transform({
    decodeStrings: false,
    transform: (piece: string, _encoding, done) => done(null, text(lines.add(piece))),
    flush: (done) => done(null, text(lines.end())),
  });
  return input.setEncoding("utf8").pipe(bounded);
}

/** What Tab offers: the commands, and behind a command that takes one the keys used so far. */
export function completionsOfTyped(line: string, keys: Iterable<string>): [string[], string] {
  const [, name = "", word] = /^\s*(\S+)(?:\s+(\S*))?$/.exec(line) ?? [];
  if (line.trim() === "" || word === undefined) {
    const part = line.trimStart();
    return [
      Object.keys(MINI_REDIS_CLIENT_USAGE).filter((command) => command.startsWith(part.toLowerCase())),
      part,
    ];
  }
  if (!WITH_KEY.has(name.toLowerCase())) return [[], word];
  return [[...keys].filter((key) => key.startsWith(word)), word];
}

function rememberTypedKey(keys: Set<string>, key: string): void {
  keys.delete(key);
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > MOST_KEYS && oldest !== undefined) keys.delete(oldest);
}
