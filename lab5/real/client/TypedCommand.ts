/** What a user may type, and how it is written. */
export const MINI_REDIS_CLIENT_USAGE = {
  set: "set <key> <value>",
  get: "get <key>",
  del: "del <key>",
  expire: "expire <key> <seconds>",
  stats: "stats [server]",
  keys: "keys [server]",
  servers: "servers",
  help: "help",
  exit: "exit",
} as const;

export type TypedCommandName = keyof typeof MINI_REDIS_CLIENT_USAGE;

/** What was typed, understood. */
export type TypedCommand =
  | { readonly kind: "nothing" | "servers" | "help" | "exit" }
  | { readonly kind: "set"; readonly key: string; readonly value: string }
  | { readonly kind: "get" | "del"; readonly key: string }
  | { readonly kind: "expire"; readonly key: string; readonly seconds: number }
  /** Of all servers, or of one. */
  | { readonly kind: "stats" | "keys"; readonly server: number | undefined }
  /** `message` says what was expected. */
  | { readonly kind: "wrong"; readonly message: string };

/** Reads a line of the interactive client. A value is the rest of the line, so it may have spaces. */
export function readTypedCommand(line: string): TypedCommand {
  const [, name = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (name.toLowerCase() !== "set") return readTypedWords(name, rest === "" ? [] : rest.split(/\s+/));
  const [, key, value] = /^(\S+)\s+(.+)$/s.exec(rest) ?? [];
  return readTypedWords(name, key === undefined || value === undefined ? [] : [key, value]);
}

/** Reads a command that is in words already, as a shell gives them: a key may have spaces too. */
export function readTypedWords(given: string, words: readonly string[]): TypedCommand {
  const name = given.toLowerCase();
  if (name === "") return { kind: "nothing" };
  if (!isTypedCommandName(name))
    return { kind: "wrong", message: `Unknown command: ${given}. Type 'help' for the commands.` };
  const wrong: TypedCommand = { kind: "wrong", message: `Usage: ${MINI_REDIS_CLIENT_USAGE[name]}` };
  const [first, ...others] = words;
  switch (name) {
    case "servers":
    case "help":
    case "exit":
      return first === undefined ? { kind: name } : wrong;
    case "stats":
    case "keys":
      if (first === undefined) return { kind: name, server: undefined };
      return others.length === 0 && /^\d{1,6}$/.test(first) ? { kind: name, server: Number(first) } : wrong;
    case "get":
    case "del":
      return first === undefined || others.length > 0 ? wrong : { kind: name, key: first };
    case "set":
      return first === undefined || others.length === 0
        ? wrong
        : { kind: name, key: first, value: others.join(" ") };
    case "expire": {
      const [seconds = "", ...more] = others;
      // What is no time to live at all, such as 0, is for the server to refuse.
      return first === undefined || more.length > 0 || !/^-?\d+(\.\d+)?$/.test(seconds)
        ? wrong
        : { kind: name, key: first, seconds: Number(seconds) };
    }
  }
}

function isTypedCommandName(name: string): name is TypedCommandName {
  return Object.hasOwn(MINI_REDIS_CLIENT_USAGE, name);
}
