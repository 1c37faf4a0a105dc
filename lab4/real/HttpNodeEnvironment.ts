import { z } from "zod";
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

/** The text of a number; zod's own coercion would take "" for 0. */
const numberInNodeEnvironment = (what: string): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\s*\d+(\.\d+)?(e-?\d+)?\s*$/i, what)
    .transform(Number);
const wholeInNodeEnvironment = (from: number, to: number): z.ZodType<number, string> => {
  const what = `a whole number from ${String(from)} to ${String(to)}`;
  return numberInNodeEnvironment(what).refine(
    (value) => Number.isInteger(value) && value >= from && value <= to,
    what,
  );
};
const SECONDS = "a number of seconds from 0 to 60, such as 0.001";
const seconds = numberInNodeEnvironment(SECONDS).refine((value) => value <= 60, SECONDS);
const ADDRESSES = "addresses separated by commas, such as http://localhost:5001,http://localhost:5002";

const schema = z.object({
  NODE_TYPE: z.enum(["leader", "follower"], "leader or follower").default("leader"),
  PORT: wholeInNodeEnvironment(0, 65_535).default(5000),
  HOST: z
    .string()
    .regex(/^\S+$/, "a name or number of this machine, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  WRITE_QUORUM: wholeInNodeEnvironment(1, 100).default(3),
  MIN_DELAY: seconds.default(0.0001),
  MAX_DELAY: seconds.default(0.001),
  FOLLOWERS: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ""))
    .refine((parts) => parts.every(isNodeAddress), ADDRESSES)
    .transform((parts) => parts.map((part) => new URL(part).origin))
    .default([]),
  LOG_LEVEL: z.enum(LOG_LEVELS, LOG_LEVELS.join(", ")).default("info"),
});

/** What came of reading the environment: problems name the variable, what was expected, and what is there. */
export type HttpNodeEnvironmentRead =
  | { readonly kind: "read"; readonly environment: HttpNodeEnvironment }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/** Reads the variables of `HttpNodeEnvironment`; one that is empty counts as not set. */
export function readHttpNodeEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): HttpNodeEnvironmentRead {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) =>
      nodeEnvironmentProblem(String(path[0]), message, set),
    );
    return { kind: "wrong", problems: [...new Set(problems)] };
  }
  const { NODE_TYPE, PORT, HOST, WRITE_QUORUM, MIN_DELAY, MAX_DELAY, FOLLOWERS, LOG_LEVEL } = parsed.data;
  const problems: string[] = [];
  if (MIN_DELAY > MAX_DELAY)
    problems.push(
      nodeEnvironmentProblem("MIN_DELAY", `no more than MAX_DELAY, which is ${String(MAX_DELAY)}`, {
        MIN_DELAY,
      }),
    );
  if (new Set(FOLLOWERS).size < FOLLOWERS.length)
    problems.push(
      nodeEnvironmentProblem("FOLLOWERS", "each address once", { FOLLOWERS: FOLLOWERS.join(",") }),
    );
  if (NODE_TYPE === "leader" && WRITE_QUORUM > FOLLOWERS.length)
    problems.push(
      nodeEnvironmentProblem(
        "WRITE_QUORUM",
        `no more than the number of FOLLOWERS, which is ${String(FOLLOWERS.length)}`,
        {
          WRITE_QUORUM,
        },
      ),
    );
  if (problems.length > 0) return { kind: "wrong", problems };
  return {
    kind: "read",
    environment: {
      nodeType: NODE_TYPE,
      port: PORT,
      host: HOST,
      writeQuorum: WRITE_QUORUM,
      delayMs: { min: MIN_DELAY * 1000, max: MAX_DELAY * 1000 },
      // A follower knows nobody: all nodes may be given the same variables.
      followers: NODE_TYPE === "leader" ? FOLLOWERS : [],
      logLevel: LOG_LEVEL,
    },
  };
}

function nodeEnvironmentProblem(
  name: string,
  expected: string,
  got: Readonly<Record<string, unknown>>,
): string {
  return `${name}: expected ${expected}, got ${JSON.stringify(got[name])}; correct it and start again`;
}

function isNodeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash } = new URL(text);
  return protocol === "http:" && pathname === "/" && search === "" && hash === "";
}
