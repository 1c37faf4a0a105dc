import type { NodeType } from "../types";

/** What a node is told by its environment. */
export interface HttpNodeEnvironment {
  /** NODE_TYPE. Default: "leader". */
  readonly nodeType: NodeType;
  /** PORT. 0 takes any that is free. Default: 5000. */
  readonly port: number;
  /** HOST, the address to listen on. Default: 127.0.0.1, this machine only; a container needs 0.0.0.0. */
  readonly host: string;
  /** WRITE_QUORUM: followers that must confirm a write. Default: 3. */
  readonly writeQuorum: number;
  /** MIN_DELAY and MAX_DELAY, seconds there, ms here: how long a message waits before it is sent. Default: 0.1 and 1. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** FOLLOWERS, separated by commas: their addresses, for the leader. Default: none. */
  readonly followers: readonly string[];
  /** LOG_LEVEL: "info" logs each request, "warn" only what goes wrong. Default: "info". */
  readonly logLevel: HttpNodeLogLevel;
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type HttpNodeLogLevel = (typeof LOG_LEVELS)[number];

const ADDRESSES = "addresses separated by commas, such as http://localhost:5001,http://localhost:5002";

/**
 * Reads variables one by one and notes what is wrong. By hand: a schema's library would take a quarter of a node's start.
 */
class VariablesOfNode {
  readonly problems: string[] = [];
  readonly #variables: Readonly<Record<string, string | undefined>>;

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    this.#variables = variables;
  }

  /** @param parse undefined for what is not what was expected. @param usual when the variable is empty or not set */
  read<Value>(
    name: string,
    expected: string,
    usual: Value,
    parse: (text: string) => Value | undefined,
  ): Value {
    const text = this.#variables[name];
    if (text === undefined || text === "") return usual;
    const value = parse(text);
    if (value === undefined) this.problem(name, expected, text);
    return value ?? usual;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], expected: string, usual: Value): Value {
    return this.read(name, expected, usual, (text) => values.find((value) => value === text));
  }

  whole(name: string, from: number, to: number, usual: number): number {
    return this.read(name, `a whole number from ${String(from)} to ${String(to)}`, usual, (text) => {
      const value = numberOfText(text);
      return Number.isInteger(value) && value >= from && value <= to ? value : undefined;
    });
  }

  seconds(name: string, usual: number): number {
    return this.read(name, "a number of seconds from 0 to 60, such as 0.001", usual, (text) => {
      const value = numberOfText(text);
      return value <= 60 ? value : undefined;
    });
  }

  problem(name: string, expected: string, got: unknown): void {
    this.problems.push(
      `${name}: expected ${expected}, got ${JSON.stringify(got)}; correct it and start again`,
    );
  }
}

/** NaN for what is none; Number itself takes " " for 0. */
function numberOfText(text: string): number {
  return /^\s*\d+(\.\d+)?(e-?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
}

function addressesOfText(text: string): string[] | undefined {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.every(isNodeAddress) ? parts.map((part) => new URL(part).origin) : undefined;
}

/** What came of reading the environment: problems name the variable, what was expected, and what is there. */
export type HttpNodeEnvironmentRead =
  | { readonly kind: "read"; readonly environment: HttpNodeEnvironment }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/** Reads the variables of `HttpNodeEnvironment`; one that is empty counts as not set. */
export function readHttpNodeEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): HttpNodeEnvironmentRead {
  const from = new VariablesOfNode(variables);
  const nodeType = from.oneOf("NODE_TYPE", ["leader", "follower"], "leader or follower", "leader");
  const port = from.whole("PORT", 0, 65_535, 5000);
  const host = from.read(
    "HOST",
    "a name or number of this machine, such as 127.0.0.1 or 0.0.0.0",
    "127.0.0.1",
    (text) => (/^\S+$/.test(text) ? text : undefined),
  );
  const writeQuorum = from.whole("WRITE_QUORUM", 1, 100, 3);
  const [min, max] = [from.seconds("MIN_DELAY", 0.0001), from.seconds("MAX_DELAY", 0.001)];
  const followers = from.read("FOLLOWERS", ADDRESSES, [], addressesOfText);
  const logLevel = from.oneOf("LOG_LEVEL", LOG_LEVELS, LOG_LEVELS.join(", "), "info");
  // What does not fit together is looked at only where each is right by itself.
  if (from.problems.length === 0) {
    if (min > max) from.problem("MIN_DELAY", `no more than MAX_DELAY, which is ${String(max)}`, min);
    if (new Set(followers).size < followers.length)
      from.problem("FOLLOWERS", "each address once", followers.join(","));
    if (nodeType === "leader" && writeQuorum > followers.length)
      from.problem(
        "WRITE_QUORUM",
        `no more than the number of FOLLOWERS, which is ${String(followers.length)}`,
        writeQuorum,
      );
  }
  if (from.problems.length > 0) return { kind: "wrong", problems: from.problems };
  return {
    kind: "read",
    environment: {
      nodeType,
      port,
      host,
      writeQuorum,
      delayMs: { min: min * 1000, max: max * 1000 },
      // A follower knows nobody: all nodes may be given the same variables.
      followers: nodeType === "leader" ? followers : [],
      logLevel,
    },
  };
}

function isNodeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return protocol === "http:" && pathname === "/" && search === "" && hash === "";
}
