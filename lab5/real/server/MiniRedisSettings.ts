import { join } from "node:path";
import type { ServerConfig } from "../../types";

/** What the process of one server is told. */
export interface MiniRedisSettings extends Pick<
  ServerConfig,
  "serverId" | "saveEveryMs" | "sweepEveryMs" | "log"
> {
  /** The folder with the student's files, absolute. */
  readonly code: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The address to listen on. Default: 127.0.0.1, this machine only; a container needs 0.0.0.0. */
  readonly host?: string;
  /** The folder that holds a folder for each server, absolute. */
  readonly data: string;
  readonly password?: string;
}

/** The document's: a snapshot every 10 s, a sweep every 5 s. */
export const MINI_REDIS_INTERVALS = { saveEveryMs: 10_000, sweepEveryMs: 5_000 } as const;

/** The longest interval that a timer takes. */
export const LONGEST_INTERVAL_MS = 2_147_483_647;

/** Below the kit's root. */
export const MINI_REDIS_DATA = join("reports", "lab5", "data");

/** The environment variable that hands the settings to a child process, as JSON. */
export const MINI_REDIS_SETTINGS_VARIABLE = "LAB5_SERVER";

export function folderOfMiniRedis({ data, serverId }: Pick<MiniRedisSettings, "data" | "serverId">): string {
  return join(data, `server${String(serverId)}`);
}

/** How long a server may take to end, ms of real time: it saves all its keys, and a million take some seconds. */
export const MINI_REDIS_GRACE_MS = 20_000;
