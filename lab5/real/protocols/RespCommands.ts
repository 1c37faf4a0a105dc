import type { Response } from "../../types";
import type { AskMiniRedis } from "./miniRedisRequestHandler";
import {
  respArray,
  respBulkString,
  respInteger,
  RESP_NIL,
  RESP_OK,
  respError,
  respSimpleString,
} from "./respReply";

/** What is known about one connection. */
export interface RespSession {
  /** The one that was right. */
  password: string | undefined;
  /** QUIT was said. */
  over: boolean;
}

type RespWords = readonly string[];

interface RespCommand {
  /** How many words it has, the command itself included. */
  readonly words: readonly [least: number, most: number];
  /** Whether it may be said before AUTH. */
  readonly open?: boolean;
  readonly run: (words: RespWords, session: RespSession) => string | Promise<string>;
}

/** What is said to the client as an error; thrown by commands. */
class RespFailure extends Error {}

const MANY = Number.POSITIVE_INFINITY;

/** The commands of the Redis protocol, told to the student's server as requests of the course's protocol. */
export class RespCommands {
  readonly #ask: AskMiniRedis;
  readonly #password: string | undefined;

  /** @param password the server's; undefined: none is needed */
  constructor(ask: AskMiniRedis, password: string | undefined) {
    this.#ask = ask;
    this.#password = password;
  }

  /** The reply to a command. Never rejects. */
  answer(words: RespWords, session: RespSession): string | Promise<string> {
    const name = (words[0] ?? "").toUpperCase();
    const command = this.#commands.get(name);
    if (command === undefined) return respError(`unknown command '${name.slice(0, 40)}'`);
    const [least, most] = command.words;
    if (words.length < least || words.length > most)
      return respError(`wrong number of arguments for '${name.toLowerCase()}' command`);
    if (this.#password !== undefined && session.password === undefined && command.open !== true)
      return respError("Authentication required.", "NOAUTH");
    try {
      const reply = command.run(words, session);
      return typeof reply === "string" ? reply : reply.catch(respFailureText);
    } catch (error) {
      return respFailureText(error);
    }
  }

  readonly #commands = new Map<string, RespCommand>([
    ["GET", { words: [2, 2], run: ([, key = ""], session) => this.#get(key, session) }],
    [
      "SET",
      {
        words: [3, MANY],
        run: async ([, key = "", value = "", ...options], session) => {
          if (options.length > 0)
            throw new RespFailure("SET takes no options here; send EXPIRE after it, or DEL");
          respSuccessOf(await this.#request({ command: "SET", key, value }, session));
          return RESP_OK;
        },
      },
    ],
    ["DEL", { words: [2, MANY], run: ([, ...keys], session) => this.#delete(keys, session) }],
    ["EXPIRE", { words: [3, 3], run: ([, key = "", ttl = ""], session) => this.#expire(key, ttl, session) }],
    [
      "TTL",
      {
        words: [2, 2],
        run: async ([, key = ""], session) => {
          const response = await this.#request({ command: "GET", key }, session);
          if (isAbsentRespKey(response)) return respInteger(-2);
          return respInteger(respSuccessOf(response).ttl ?? -1);
        },
      },
    ],
    [
      "KEYS",
      {
        words: [2, 2],
        run: async ([, pattern = ""], session) => {
          if (pattern !== "*") throw new RespFailure("KEYS knows one pattern here, *");
          return respArray(
            (respSuccessOf(await this.#request({ command: "KEYS" }, session)).keys ?? []).map(respBulkString),
          );
        },
      },
    ],
    [
      "MGET",
      {
        words: [2, MANY],
        run: async ([, ...keys], session) => {
          const { values = {} } = respSuccessOf(await this.#request({ command: "MGET", keys }, session));
          const found = (key: string): string | null | undefined =>
            Object.hasOwn(values, key) ? values[key] : undefined;
          return respArray(keys.map((key) => respBulkOrNil(found(key))));
        },
      },
    ],
    ["MSET", { words: [3, MANY], run: ([, ...words], session) => this.#mset(words, session) }],
    [
      "AUTH",
      { words: [2, 3], open: true, run: (words, session) => this.#authenticate(words.at(-1) ?? "", session) },
    ],
    [
      "PING",
      {
        words: [1, 2],
        run: ([, text]) => (text === undefined ? respSimpleString("PONG") : respBulkString(text)),
      },
    ],
    ["ECHO", { words: [2, 2], run: ([, text = ""]) => respBulkString(text) }],
    [
      "INFO",
      {
        words: [1, MANY],
        run: async (_words, session) =>
          respInfo(respSuccessOf(await this.#request({ command: "STATS" }, session))),
      },
    ],
    // Clients ask when they connect; no answer of use to them is no error.
    [
      "COMMAND",
      { words: [1, MANY], run: ([, sub]) => (/^count$/i.test(sub ?? "") ? respInteger(0) : respArray([])) },
    ],
    [
      "CONFIG",
      {
        words: [3, MANY],
        run: ([, sub = "", ...names]) => {
          if (!/^get$/i.test(sub))
            throw new RespFailure("CONFIG knows GET only; options are given at the start");
          return respArray(names.flatMap((name) => [respBulkString(name), respBulkString("")]));
        },
      },
    ],
    [
      "SELECT",
      {
        words: [2, 2],
        run: ([, index]) =>
          index === "0" ? RESP_OK : respError("DB index is out of range; there is 0 only"),
      },
    ],
    [
      "QUIT",
      {
        words: [1, 1],
        open: true,
        run: (_words, session) => {
          session.over = true;
          return RESP_OK;
        },
      },
    ],
  ]);

  #get(key: string, session: RespSession): string | Promise<string> {
    const response = this.#request({ command: "GET", key }, session);
    return response instanceof Promise ? response.then(respValueOf) : respValueOf(response);
  }

  async #delete(keys: RespWords, session: RespSession): Promise<string> {
    let deleted = 0;
    for (const key of keys) if (await this.#change({ command: "DELETE", key }, session)) deleted += 1;
    return respInteger(deleted);
  }

  async #expire(key: string, seconds: string, session: RespSession): Promise<string> {
    if (!/^-?\d{1,12}$/.test(seconds)) throw new RespFailure("value is not an integer or out of range");
    const ttl = Number(seconds);
    // As with Redis: what expires at once is deleted.
    const request = ttl > 0 ? { command: "EXPIRE", key, ttl } : { command: "DELETE", key };
    return respInteger((await this.#change(request, session)) ? 1 : 0);
  }

  async #mset(words: RespWords, session: RespSession): Promise<string> {
    if (words.length % 2 !== 0) throw new RespFailure("wrong number of arguments for 'mset' command");
    const pairs = words.flatMap((key, i) => (i % 2 === 0 ? [[key, words[i + 1] ?? ""] as const] : []));
    respSuccessOf(await this.#request({ command: "MSET", entries: Object.fromEntries(pairs) }, session));
    return RESP_OK;
  }

  #authenticate(password: string, session: RespSession): string {
    if (this.#password === undefined) throw new RespFailure("AUTH is of no use: the server has no password");
    if (password !== this.#password) return respError("invalid password", "WRONGPASS");
    session.password = password;
    return RESP_OK;
  }

  /** Whether the key was there. The text of an error is for people, so a GET tells what kind of error it was. */
  async #change(
    request: { command: string; key: string; ttl?: number },
    session: RespSession,
  ): Promise<boolean> {
    const response = await this.#request(request, session);
    if (response.status === "success") return true;
    if (isAbsentRespKey(await this.#request({ command: "GET", key: request.key }, session))) return false;
    throw new RespFailure(response.message);
  }

  #request(request: object, { password }: RespSession): Response | Promise<Response> {
    return this.#ask(password === undefined ? request : { ...request, password });
  }
}

function isAbsentRespKey(response: Response): boolean {
  return response.status === "error" && response.value === null;
}

/** Throws RespFailure with the response's message, if it is an error. */
function respSuccessOf(response: Response): Response {
  if (response.status === "error") throw new RespFailure(response.message);
  return response;
}

function respValueOf(response: Response): string {
  return isAbsentRespKey(response) ? RESP_NIL : respBulkOrNil(respSuccessOf(response).value);
}

function respBulkOrNil(value: string | null | undefined): string {
  return value === null || value === undefined ? RESP_NIL : respBulkString(value);
}

function respInfo({ server_id, stats }: Response): string {
  const lines = Object.entries(stats ?? {}).map(([name, value]) => `${name}:${String(value)}`);
  return respBulkString(["# Server", `server_id:${String(server_id)}`, "# Stats", ...lines, ""].join("\r\n"));
}

function respFailureText(error: unknown): string {
  if (error instanceof RespFailure) return respError(error.message);
  throw error;
}
