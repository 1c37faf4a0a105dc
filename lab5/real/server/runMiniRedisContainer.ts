import { MINI_REDIS_INTERVALS, LONGEST_INTERVAL_MS, type MiniRedisSettings } from "./MiniRedisSettings";
import { runMiniRedis, type MiniRedisCode } from "./runMiniRedis";

/** Whole numbers from `least` to `most`. */
interface NumberInMiniRedisEnvironment {
  readonly name: string;
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

const SERVER_ID = { name: "SERVER_ID", usual: 1, least: 1, most: 1_000_000 };
const PORT = { name: "PORT", usual: 7001, least: 0, most: 65_535 };
const INTERVAL = { least: 1, most: LONGEST_INTERVAL_MS };
const SAVE_EVERY = { name: "SAVE_EVERY", usual: MINI_REDIS_INTERVALS.saveEveryMs, ...INTERVAL };
const SWEEP_EVERY = { name: "SWEEP_EVERY", usual: MINI_REDIS_INTERVALS.sweepEveryMs, ...INTERVAL };

/** Runs a server of this class as a container's only process. Exit code 2 when the environment is wrong. */
export async function runMiniRedisContainer(
  KVServer: MiniRedisCode["KVServer"],
  code: string,
): Promise<void> {
  const read = readMiniRedisEnvironment(process.env, code);
  if (read.kind === "read") return runMiniRedis(read.settings, () => ({ KVServer }));
  for (const problem of read.problems) process.stderr.write(`${problem}\n`);
  process.exit(2);
}

/** What came of reading the environment: problems name the variable, what was expected, and what is there. */
export type MiniRedisEnvironmentRead =
  | { readonly kind: "read"; readonly settings: MiniRedisSettings }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/**
 * What a container is told: SERVER_ID (1), PORT (7001), HOST (0.0.0.0), DATA (/app/data), LOG (0 or 1), PASSWORD,
 * SAVE_EVERY and SWEEP_EVERY (ms). A variable that is empty counts as not set.
 *
 * @param code the folder whose files stack traces name
 */
export function readMiniRedisEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  code: string,
): MiniRedisEnvironmentRead {
  const problems: string[] = [];
  const numberOf = ({ name, usual, least, most }: NumberInMiniRedisEnvironment): number => {
    const text = variables[name] || String(usual);
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      problems.push(
        `${name}: expected a whole number from ${String(least)} to ${String(most)}, got ${JSON.stringify(text)}; correct it and start again`,
      );
    return value;
  };
  const log = variables["LOG"] || "0";
  if (log !== "0" && log !== "1")
    problems.push(`LOG: expected 0 or 1, got ${JSON.stringify(log)}; correct it and start again`);
  const password = variables["PASSWORD"];
  const settings: MiniRedisSettings = {
    code,
    serverId: numberOf(SERVER_ID),
    port: numberOf(PORT),
    host: variables["HOST"] || "0.0.0.0",
    data: variables["DATA"] || "/app/data",
    log: log === "1",
    saveEveryMs: numberOf(SAVE_EVERY),
    sweepEveryMs: numberOf(SWEEP_EVERY),
    ...(password ? { password } : {}),
  };
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "read", settings };
}
